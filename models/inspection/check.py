"""What a check of the self-inspection is: which promise it looks at, what it asks, what it may answer (M19)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models.db import Base
from models.settings import Settings

OFFENDERS_SHOWN = 10
NOTHING_TO_CHECK = "点検する対象がまだありません。"


class Result(StrEnum):
    """Whether a promise is kept, as far as one check can tell. ``NOTHING``: there is nothing yet it could look at."""

    KEPT = "kept"
    NOT_KEPT = "not_kept"
    UNKNOWN = "unknown"
    NOTHING = "nothing"

    @property
    def label(self) -> str:
        """The result in words."""
        return _RESULTS[self]


_RESULTS = {
    Result.KEPT: "守られている",
    Result.NOT_KEPT: "守られていない",
    Result.UNKNOWN: "確認できない",
    Result.NOTHING: "対象なし",
}


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer of the service to a stranger: its status, its headers by their usual names, its body."""

    status: int
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What checks look at. ``answers`` are the service's own answers to a stranger, by path.

    ``whole_trail``: recompute every event of the trail, not the latest alone.
    """

    session: Session
    settings: Settings
    now: datetime
    answers: Mapping[str, Answered]
    whole_trail: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check found. ``evidence`` is a sentence with numbers: login IDs and names of organisations at the most."""

    result: Result
    evidence: str


@dataclass(frozen=True, slots=True)
class Check:
    """One check. ``code`` never changes: findings name it. ``looks_at`` says what is examined, in one sentence."""

    code: str
    promise: str
    title: str
    looks_at: str
    ask: Callable[[Ground], Answer]


def nobody(offenders: Sequence[str], fine: str, wrong: str, *, among: int) -> Answer:
    """Kept when there are no offenders ``among`` so many; otherwise ``wrong`` with how many, and the first of them.

    Where there was nobody to look at, nothing is proved by finding nobody: then the answer says so.
    """
    if not offenders:
        return none_left(0, fine, wrong, among=among)
    shown = "、".join(offenders[:OFFENDERS_SHOWN])
    more = f" ほか {len(offenders) - OFFENDERS_SHOWN:,}" if len(offenders) > OFFENDERS_SHOWN else ""
    return Answer(Result.NOT_KEPT, f"{wrong}（{len(offenders):,} 件：{shown}{more}）。")


def none_left(number: int, fine: str, wrong: str, *, among: int) -> Answer:
    """Like ``nobody``, of what is only counted: its reader must not learn which they are."""
    if number:
        return Answer(Result.NOT_KEPT, f"{wrong}（{number:,} 件）。")
    return Answer(Result.KEPT, fine) if among else Answer(Result.NOTHING, NOTHING_TO_CHECK)


def counted(ground: Ground, source: type[Base], *conditions: ColumnElement[bool]) -> int:
    """How many rows of a table there are to look at."""
    return ground.session.scalar(select(func.count()).select_from(source).where(*conditions)) or 0


def decided(kept: bool, fine: str, wrong: str) -> Answer:
    """Kept or not, each with its sentence."""
    return Answer(Result.KEPT, fine) if kept else Answer(Result.NOT_KEPT, wrong)
