"""Sentences that the six items of several kinds of organisation have in common: changed once, for all or some of them.

Every kind keeps a text of its own. Changing a shared sentence changes the drafts of the chosen kinds, and begins those
that are not there yet.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.consent.texts import ITEM_CODES
from models.db import begin_writing
from models.errors import Conflict, DomainError
from models.legal.dated import digest
from models.legal.documents import Paragraph
from models.organisations.kinds import OrganisationKind
from models.publishing.checks import Edit, check_keepable
from models.publishing.documents import ITEMS
from models.publishing.drafts import Draft, begin, hold, keep, open_drafts
from models.publishing.words import Section, Words, read_typed

FEWEST = 2


class SentenceMoved(Conflict):
    """A chosen kind does not have the sentence any more."""

    def __init__(self) -> None:
        super().__init__(
            "選んだ区分の中に、この文がもうないものがあります。今の内容を確かめてから、やり直してください。"
        )


@dataclass(frozen=True, slots=True)
class SharedSentence:
    """One sentence of one item, and the kinds whose newest wording has it; ``locked`` are those that wait for approval.

    ``text`` is empty for the place after the last sentence, where a new one may be put.
    """

    code: str
    heading: str
    text: str
    kinds: Sequence[OrganisationKind]
    locked: Sequence[OrganisationKind]

    @property
    def key(self) -> str:
        """A name for addresses, from the words themselves."""
        return digest(self.text)[:16] if self.text else NEW

    @property
    def free(self) -> Sequence[OrganisationKind]:
        """The kinds whose text may be changed now."""
        return [kind for kind in self.kinds if kind not in self.locked]


NEW = "new"


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """What becomes of a sentence: its new words (none: it goes), for whom, why, and from which day, if known yet."""

    typed: str
    kinds: Collection[OrganisationKind]
    changes: Sequence[str]
    version: date | None


def shared_sentences(session: Session) -> Sequence[SharedSentence]:
    """The sentences that at least two kinds have, item by item in the order of the texts."""
    wordings, locked = _wordings(session)
    return [one for one in _sentences(wordings, locked) if len(one.kinds) >= FEWEST]


def shared_sentence(session: Session, code: str, key: str) -> SharedSentence | None:
    """The sentence of this item with this key, or the place for a new one (``NEW``); ``None`` when there is none."""
    wordings, locked = _wordings(session)
    if key == NEW and code in ITEM_CODES:
        heading = next(iter(wordings.values()))[ITEM_CODES.index(code)].heading
        return SharedSentence(code, heading, "", list(wordings), locked)
    return next((one for one in _sentences(wordings, locked) if (one.code, one.key) == (code, key)), None)


def change_sentence(session: Session, viewer: Viewer, found: SharedSentence, change: SentenceChange) -> Sequence[int]:
    """Change it in the drafts of the chosen kinds, all or none; returns the drafts' numbers.

    Raises ``NotKept``, ``SentenceMoved``, ``Conflict`` (a draft waits for approval), ``DomainError`` (no kind chosen).
    """
    if not change.kinds:
        raise DomainError("変える区分を選んでください。")
    paragraphs = read_typed(change.typed)
    begin_writing(session)
    numbers = []
    for document in ITEMS:
        if document.kind not in change.kinds:
            continue
        draft = hold(session, begin(session, viewer, document.name))
        edit = _changed(draft, found, paragraphs, change)
        check_keepable(edit)
        keep(session, viewer, draft, edit)
        numbers.append(draft.row.id)
    return numbers


def _changed(draft: Draft, found: SharedSentence, paragraphs: Sequence[Paragraph], change: SentenceChange) -> Edit:
    edit, place = draft.edit, ITEM_CODES.index(found.code)
    sections = list(edit.words.sections)
    lines = list(sections[place].lines)
    new = [line for part in paragraphs for line in Section("", (part,)).lines]
    if found.text:
        if found.text not in lines:
            raise SentenceMoved
        at = lines.index(found.text)
        lines[at : at + 1] = new
    else:
        lines += new
    body = tuple(Paragraph(number, line) for number, line in enumerate(lines, start=1))
    sections[place] = replace(sections[place], paragraphs=body)
    told = tuple(dict.fromkeys((*edit.changes, *change.changes)))
    return Edit(Words("", tuple(sections)), told, change.version or edit.version)


_Wordings = Mapping[OrganisationKind, Sequence[Section]]


def _wordings(session: Session) -> tuple[_Wordings, Sequence[OrganisationKind]]:
    """The newest wording of every kind, its draft's if there is one, and the kinds whose draft waits for approval."""
    drafts = {draft.document.name: draft for draft in open_drafts(session)}
    found, locked = {}, []
    for document in ITEMS:
        if document.kind is None:
            continue
        draft = drafts.get(document.name)
        words = draft.edit.words if draft else document.versions(session)[-1].words
        found[document.kind] = words.sections
        if draft and draft.waiting:
            locked.append(document.kind)
    return found, locked


def _sentences(wordings: _Wordings, locked: Sequence[OrganisationKind]) -> Sequence[SharedSentence]:
    found: dict[tuple[int, str], list[OrganisationKind]] = {}
    for place in range(len(ITEM_CODES)):
        for kind, sections in wordings.items():
            for line in dict.fromkeys(sections[place].lines):
                found.setdefault((place, line), []).append(kind)
    headings = [section.heading for section in next(iter(wordings.values()))]
    return [
        SharedSentence(ITEM_CODES[place], headings[place], text, kinds, [kind for kind in kinds if kind in locked])
        for (place, text), kinds in found.items()
    ]
