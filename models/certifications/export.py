"""Taking a list away: its purpose stated, recorded before the first byte, cut when rights change (B4, M11)."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.access import door
from models.access.viewer import Viewer
from models.accounts.lifecycle import lock_account
from models.audit.actor import Actor
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.certifications.criteria import SearchCriteria
from models.certifications.item_columns import column_of, typed
from models.certifications.quota import STEP_UP_ROWS, Remaining, check_quota, remaining
from models.certifications.search import count
from models.certifications.statements import listing, ordered
from models.errors import DomainError, Forbidden
from models.legal.purposes import Purpose, may_state
from models.register.certification import Certification

ROWS_AT_A_TIME = 500
LONGEST_NOTE = 200
FILE_NUMBER_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
FILE_NUMBER_LENGTH = 8


class PurposeMissing(DomainError):
    """The purpose is not one this kind of organisation may state, or needs a sentence beside it."""


class ExportCut(DomainError):
    """The session or a right ended while the file was on its way: nothing more is sent."""


class ExportEnd(StrEnum):
    """How a file ended; kept in the trail."""

    COMPLETE = "complete"
    RIGHTS_CHANGED = "rights changed"
    BROKEN_OFF = "broken off"


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What is told before the button: how many rows there are, and what may still be taken."""

    criteria: SearchCriteria
    total: int
    left: Remaining
    problem: str | None

    @property
    def needs_proof(self) -> bool:
        """Whether the file is so large that a code has to be given again first (B4)."""
        return self.total > STEP_UP_ROWS


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """A recorded export: from here rows may flow. ``keys`` are the certifications in the order of the list."""

    file_number: str
    at: datetime
    criteria: SearchCriteria
    purpose: Purpose
    note: str
    keys: tuple[int, ...]
    viewer: Viewer
    event_number: int


def plan(session: Session, viewer: Viewer, criteria: SearchCriteria) -> ExportPlan:
    """What a file of this list would be. The count is a reading like any other, and recorded."""
    with door.reading(session, viewer) as register:
        total, _kw = count(register, criteria, listing(register, criteria))
        details = {"asked": criteria.asked(), "total": total, "items": [item.key for item in criteria.columns]}
        register.note(EventName.CERTIFICATIONS_LISTED, details=details)
    left = remaining(session, _account(viewer), clock.now())
    return ExportPlan(criteria, total, left, _problem(left, total))


def order(session: Session, viewer: Viewer, criteria: SearchCriteria, purpose: Purpose, note: str) -> ExportOrder:
    """Record the export of exactly this list. Raises ``PurposeMissing`` or ``OverQuota``; nothing is recorded then."""
    check_purpose(viewer, purpose, note)
    lock_account(session, _account(viewer))  # two files asked for at once are counted one after the other
    now, number = clock.now(), _file_number()
    with door.reading(session, viewer) as register:
        found = listing(register, criteria)
        total, _kw = count(register, criteria, found)
        check_quota(remaining(session, _account(viewer), now), total)
        keys = tuple(row[0] for row in register.execute(ordered(found.rows([Certification.id]), register, criteria)))
        details = {
            "asked": criteria.asked(),
            "total": len(keys),
            "items": [item.key for item in criteria.columns],
            "purpose": purpose.value,
            "note": note,
            "file_number": number,
        }
        event = register.note(
            EventName.CERTIFICATIONS_EXPORTED, certifications=keys, object=f"file:{number}", details=details
        )
    return ExportOrder(number, now, criteria, purpose, note, keys, viewer, event.number)


def rows(session: Session, export: ExportOrder, present_viewer: Callable[[], Viewer | None]) -> Iterator[Sequence[Any]]:
    """The values of each row, in batches' time. Before each batch the person is asked for anew.

    Raises ``ExportCut`` when ``present_viewer`` finds them gone or with other rights than the file was ordered with.
    """
    columns = export.criteria.columns
    for start in range(0, len(export.keys), ROWS_AT_A_TIME):
        viewer = present_viewer()
        if viewer is None or (viewer.scope, viewer.items) != (export.viewer.scope, export.viewer.items):
            raise ExportCut("利用の権限が変わったため、書き出しを中止しました。")
        keys = export.keys[start : start + ROWS_AT_A_TIME]
        with door.resumed(session, viewer, export.event_number) as register:
            wanted = [Certification.id, *(column_of(item) for item in columns)]
            statement = select(*wanted).where(Certification.id.in_(keys), register.in_scope())
            found = {row[0]: row[1:] for row in register.execute(statement)}
        for key in keys:
            if key in found:
                yield [typed(item, value) for item, value in zip(columns, found[key], strict=True)]


def record_end(session: Session, actor: Actor, export: ExportOrder, sent: int, why: ExportEnd) -> None:
    """Record how the file ended, after how many rows."""
    outcome = Outcome.DONE if why is ExportEnd.COMPLETE else Outcome.FAILED
    details = {"file_number": export.file_number, "rows": sent, "why": why.value}
    record(session, Event(EventName.EXPORT_ENDED, actor, outcome, f"file:{export.file_number}", details=details))


def check_purpose(viewer: Viewer, purpose: Purpose, note: str) -> None:
    """Raise ``PurposeMissing`` unless the kind may state the purpose, with a sentence where one is needed."""
    if not may_state(viewer.kind, purpose):
        raise PurposeMissing("利用目的を選んでください。")
    if purpose.needs_note and not note.strip():
        raise PurposeMissing("「その他」を選んだときは、目的を文で書いてください。")
    if len(note) > LONGEST_NOTE:
        raise PurposeMissing(f"目的の説明は {LONGEST_NOTE} 文字以内で書いてください。")


def _problem(left: Remaining, total: int) -> str | None:
    try:
        check_quota(left, total)
    except DomainError as error:
        return error.reason
    return None


def _account(viewer: Viewer) -> int:
    if viewer.actor.account_id is None:
        raise Forbidden("書き出しには、個人のアカウントが必要です。")
    return viewer.actor.account_id


def _file_number() -> str:
    drawn = "".join(secrets.choice(FILE_NUMBER_LETTERS) for _ in range(FILE_NUMBER_LENGTH))
    return f"{clock.today():%Y%m%d}-{drawn}"
