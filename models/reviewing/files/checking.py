"""What the lines of a file would change in a draft, line by line, before anything is changed (B5)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from models import clock
from models.catalogue.catalogue import catalogue
from models.catalogue.grants import Ground
from models.catalogue.item import PersonalData
from models.errors import DomainError
from models.reviewing.cells import CellKey, Changes, GrantTerms, check_keepable
from models.reviewing.drafts import Draft
from models.reviewing.files.columns import TERMS, FileForm
from models.reviewing.files.reading import form_of
from models.reviewing.files.statements import Statement, statements_of, terms_of

MOST_NAMED = 5


class Outcome(StrEnum):
    """What a cell of the file comes to."""

    REVEALED = "revealed"
    HIDDEN = "hidden"
    TERMS = "terms"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The outcome in words."""
        return _OUTCOMES[self]


_OUTCOMES = {
    Outcome.REVEALED: "見えるようになる",
    Outcome.HIDDEN: "見えなくなる",
    Outcome.TERMS: "根拠などが変わる",
    Outcome.REFUSED: "読み取れない",
}


@dataclass(frozen=True, slots=True)
class FileLine:
    """One cell that would change, or what cannot be read. ``key`` and ``terms`` are of what can be taken in.

    ``bare``: newly granted by a mark alone, without terms of its own.
    """

    number: str
    item: str
    attribute: str
    outcome: Outcome
    sentence: str = ""
    key: CellKey | None = None
    terms: GrantTerms | None = None
    bare: bool = False


@dataclass(frozen=True)
class FileCheck:
    """All of a file against a draft. ``unchanged`` counts the cells that say what the draft says."""

    form: FileForm
    lines: Sequence[FileLine]
    unchanged: int
    draft: Draft = field(repr=False)

    @cached_property
    def counts(self) -> Mapping[Outcome, int]:
        """How many lines of each outcome."""
        counted = Counter(line.outcome for line in self.lines)
        return {outcome: counted[outcome] for outcome in Outcome}

    @property
    def takeable(self) -> bool:
        """Whether it changes anything, and every line can be read: all or none."""
        return bool(self.lines) and not self.counts[Outcome.REFUSED]

    @cached_property
    def asks_terms(self) -> bool:
        """Whether terms have to be stated for what is marked newly."""
        return any(line.bare for line in self.lines)

    def wanted(self, terms: GrantTerms) -> Changes:
        """The cells as the file wants them; ``terms`` for those granted by a mark alone.

        Why less will not do is said of personal data only.
        """
        return {line.key: _given(line, terms) for line in self.lines if line.key is not None}


def check(rows: Sequence[Mapping[str, str]], draft: Draft) -> FileCheck:
    """Hold the lines of a file against a draft."""
    statements = list(statements_of(rows))
    named: dict[CellKey, list[str]] = {}
    for one in statements:
        if one.key is not None:
            named.setdefault(one.key, []).append(one.number)
    lines = [_line(one, draft, named.get(one.key, []) if one.key else []) for one in statements]
    told = [line for line in lines if line is not None]
    return FileCheck(form_of(rows[0]), told, len(lines) - len(told), draft)


def _line(one: Statement, draft: Draft, numbers: Sequence[str]) -> FileLine | None:
    """What a statement comes to; None for one that says what the draft says."""
    try:
        key = _clear_key(one, numbers)
        return _granting(one, key, draft) if one.granted else _hiding(one, key, draft)
    except DomainError as error:
        return FileLine(one.number, one.item, one.attribute, Outcome.REFUSED, error.reason)


def _clear_key(one: Statement, numbers: Sequence[str]) -> CellKey:
    """The cell, when it could be read and no other line is about it."""
    if one.key is None:
        raise DomainError(one.fault)
    if len(numbers) > 1:
        named = "、".join(numbers[:MOST_NAMED])
        raise DomainError(f"同じ項目と利用者属性が、ほかの行にもあります（{named}行目）。")
    return one.key


def _granting(one: Statement, key: CellKey, draft: Draft) -> FileLine | None:
    present, former = draft.cells.get(key), draft.base.get(key, GrantTerms())
    if present is None and not any(one.stated.values()):
        bare = former == GrantTerms()
        sentence = "" if bare else f"第{draft.row.based_on}版の許可に戻す"
        return FileLine(one.number, one.item, one.attribute, Outcome.REVEALED, sentence, key, former, bare)
    terms = terms_of(one.stated, present or former)
    check_keepable(terms)
    if terms == present:
        return None
    told = _differences(present or GrantTerms(), terms)
    return FileLine(one.number, one.item, one.attribute, _outcome(draft, key, terms), told, key, terms)


def _outcome(draft: Draft, key: CellKey, terms: GrantTerms) -> Outcome:
    """What a grant comes to: one granted already shows or closes its item where its review is done again or overdue."""
    if key not in draft.cells:
        return Outcome.REVEALED
    _, now = draft.showings(clock.today())
    seen, becomes = now.shows(key), replace(now, cells={key: terms}).shows(key)
    if seen is becomes:
        return Outcome.TERMS
    return Outcome.REVEALED if becomes else Outcome.HIDDEN


def _hiding(one: Statement, key: CellKey, draft: Draft) -> FileLine | None:
    if key in draft.cells:
        return FileLine(one.number, one.item, one.attribute, Outcome.HIDDEN, key=key)
    if any(one.stated.values()):
        raise DomainError("許可の印がないのに、根拠などが書かれています。")
    return None


def _differences(before: GrantTerms, after: GrantTerms) -> str:
    changes = ((column.value, getattr(before, name), getattr(after, name)) for name, column in TERMS.items())
    moved = ((head, was, becomes) for head, was, becomes in changes if was != becomes)
    return "、".join(f"{head}：{_words(was)} → {_words(becomes)}" for head, was, becomes in moved)


def _words(value: object) -> str:
    return value.label if isinstance(value, Ground) else str(value or "―")


def _given(line: FileLine, terms: GrantTerms) -> GrantTerms | None:
    if not line.bare or line.key is None:
        return line.terms
    personal = catalogue().by_key[line.key.item].personal is not PersonalData.NO
    return terms if personal else replace(terms, less_will_not_do="")
