"""What is said in a case: notes, the responsible person's explanation, measures taken elsewhere (M8).

Every act is a line of the timeline and an event of the trail. What somebody typed stands in the timeline alone.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.cases.case import CaseEntry, WatchCase, write
from models.cases.kinds import FOR_THE_RESPONSIBLE, CaseEntryKind
from models.cases.telling import tell_of_explanation
from models.cases.visibility import check_may_handle, hold_case, hold_to_explain, seen_by
from models.db import begin_writing
from models.errors import Conflict, NotFound
from models.mail.outgoing import Outgoing

CLOSED = "この案件は終了しています。"


class DetectedMeanwhile(Conflict):
    """What is explained is not all that was detected."""

    def __init__(self) -> None:
        super().__init__(
            "この画面を開いた後に、新しい検知が加わりました。経過を確かめ、加わった検知についても書いてから、"
            "もう一度送ってください。"
        )


def timeline(session: Session, case: WatchCase) -> Sequence[CaseEntry]:
    """Every line, oldest first."""
    chosen = select(CaseEntry).where(CaseEntry.case_id == case.id).order_by(CaseEntry.at, CaseEntry.id)
    return session.scalars(chosen).all()


def told_to_responsible(session: Session, case: WatchCase) -> Sequence[CaseEntry]:
    """The lines that are meant for the responsible persons."""
    return [one for one in timeline(session, case) if one.kind in FOR_THE_RESPONSIBLE]


def record_reading(session: Session, viewer: Viewer, case: WatchCase, part: str) -> None:
    """Record that somebody has read the case, or a part of it."""
    record_in(session, EventName.CASE_READ, viewer.actor, case.id, part=part)


def add_note(session: Session, viewer: Viewer, number: int, text: str) -> None:
    """Something for those who handle it; after the end of a case too. Raises ``NotFound``, ``Forbidden``."""
    case = hold_case(session, viewer, number)
    write(session, case, CaseEntryKind.NOTE, session.get_one(Account, viewer.account_id), text, clock.now())
    record_in(session, EventName.CASE_NOTED, viewer.actor, number, what=CaseEntryKind.NOTE.value)


def last_detected(session: Session, case: WatchCase) -> int:
    """The number of the line that tells of the newest alert."""
    chosen = select(func.max(CaseEntry.id)).where(CaseEntry.case_id == case.id)
    return session.scalar(chosen.where(CaseEntry.kind_code == CaseEntryKind.ALERT.value)) or 0


def explain(session: Session, outgoing: Outgoing, viewer: Viewer, number: int, text: str, seen: int) -> None:
    """What a responsible person has found out about all alerts up to line ``seen``; again adds to it.

    Raises ``DetectedMeanwhile`` when another alert has joined, ``NotFound``, ``Conflict`` (closed).
    """
    case, now = hold_to_explain(session, viewer, number), clock.now()
    check_open(case)
    if last_detected(session, case) != seen:
        raise DetectedMeanwhile
    case.explained_at = now
    write(session, case, CaseEntryKind.EXPLAINED, session.get_one(Account, viewer.account_id), text, now)
    tell_of_explanation(session, outgoing, case, now)
    record_in(session, EventName.CASE_EXPLAINED, viewer.actor, number)


def note_measure(session: Session, viewer: Viewer, number: int, sentence: str) -> None:
    """State in the timeline what was done elsewhere because of it: somebody was stopped, an organisation barred.

    For the acts that do so, whose rows they hold already: it holds no row itself. Raises ``NotFound``, ``Forbidden``.
    """
    begin_writing(session)
    case = session.scalar(select(WatchCase).where(WatchCase.id == number, seen_by(viewer)))
    if case is None:
        raise NotFound
    check_may_handle(viewer, case)
    by = session.get_one(Account, viewer.account_id)
    write(session, case, CaseEntryKind.MEASURE, by, sentence, clock.now())
    record_in(session, EventName.CASE_NOTED, viewer.actor, number, what=CaseEntryKind.MEASURE.value)


def check_open(case: WatchCase) -> None:
    """Raise ``Conflict`` once the case is closed."""
    if case.closed_at is not None:
        raise Conflict(CLOSED)


def record_in(session: Session, name: EventName, actor: Actor, number: int, **details: Any) -> None:
    """Record something that happened in the case."""
    record(session, Event(name, actor, object=f"case:{number}", details=details))
