"""The self-inspection: every check in turn, the doctor's findings with them, as one document (M19)."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Self

from sqlalchemy.exc import SQLAlchemyError

from models.catalogue.grants import edition_in_force
from models.errors import DomainError
from models.inspection import doctor
from models.inspection.check import Answer, Check, Ground, Result
from models.inspection.checks import CHECKS
from models.inspection.doctor import Verdict
from models.inspection.promises import PROMISES
from models.inspection.readiness import present_revision
from models.words import words

FORMAT = 1
DOCTORS_PROMISE = "M19"
_BY_VERDICT = {Verdict.GOOD: Result.KEPT, Verdict.CAUTION: Result.UNKNOWN, Verdict.BAD: Result.NOT_KEPT}


@dataclass(frozen=True, slots=True)
class Line:
    """One check with its answer."""

    code: str
    promise: str
    title: str
    looks_at: str
    result: Result
    evidence: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found. ``made_at`` is a moment in ISO 8601, ``edition`` that of the grants in force, 0 for none."""

    made_at: str
    product: str
    revision: str
    edition: int
    lines: tuple[Line, ...]
    format: int = FORMAT

    def to_text(self) -> str:
        """The document as it is kept: JSON, keys sorted."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def of_text(cls, text: str) -> Self:
        """A kept document."""
        kept = json.loads(text)
        lines = tuple(Line(**{**one, "result": Result(one["result"])}) for one in kept.pop("lines"))
        return cls(lines=lines, **kept)

    @property
    def sha256(self) -> str:
        """The digest of the document."""
        return hashlib.sha256(self.to_text().encode()).hexdigest()

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """How many checks are kept, not kept, unknown, and had nothing to look at."""
        counted = Counter(one.result for one in self.lines)
        return counted[Result.KEPT], counted[Result.NOT_KEPT], counted[Result.UNKNOWN], counted[Result.NOTHING]

    @property
    def by_promise(self) -> Sequence[tuple[str, str, Result, Sequence[Line]]]:
        """The promises in their order: number, sentence, the worst result of its checks, and these."""
        grouped = groupby(self.lines, key=lambda one: one.promise)
        found = ((promise, tuple(lines)) for promise, lines in grouped)
        return [(promise, PROMISES[promise], worst(lines), lines) for promise, lines in found]


def worst(lines: Sequence[Line]) -> Result:
    """What a promise comes to: kept only if every check that had something to look at says so."""
    results = {one.result for one in lines}
    return next(one for one in (Result.NOT_KEPT, Result.UNKNOWN, Result.KEPT, Result.NOTHING) if one in results)


def inspect_all(ground: Ground, promise: str = "") -> Inspection:
    """Ask every check, or those of one promise; one that fails does not stop the others.

    Raises ``DomainError`` for a promise that does not exist.
    """
    if promise and promise not in PROMISES:
        raise DomainError(f"遵守事項の番号は、{'、'.join(PROMISES)} のいずれかです。")
    asked = (_line(check, _guarded(check, ground)) for check in CHECKS if promise in {"", check.promise})
    order = list(PROMISES)
    lines = [*asked, *(_doctors(ground) if promise in {"", DOCTORS_PROMISE} else ())]
    edition = edition_in_force(ground.session, ground.now)
    return Inspection(
        made_at=ground.now.isoformat(timespec="seconds"),
        product=words().name,
        revision=present_revision(ground.session) or "",
        edition=edition.number if edition is not None else 0,
        lines=tuple(sorted(lines, key=lambda one: order.index(one.promise))),
    )


def _guarded(check: Check, ground: Ground) -> Answer:
    try:
        return check.ask(ground)
    except (SQLAlchemyError, DomainError, OSError, LookupError, ValueError) as error:
        ground.session.rollback()
        return Answer(Result.UNKNOWN, f"確認できませんでした（{type(error).__name__}）。")


def _line(check: Check, answer: Answer) -> Line:
    return Line(check.code, check.promise, check.title, check.looks_at, answer.result, answer.evidence)


def _doctors(ground: Ground) -> Iterator[Line]:
    """What the doctor finds, by the subjects it names."""
    for one in doctor.examine(ground.session, ground.settings):
        result = _BY_VERDICT[one.verdict]
        yield Line(
            f"doctor-{one.subject}", DOCTORS_PROMISE, f"動作環境：{one.subject}", "動作環境の点検", result, one.sentence
        )
