"""Taking a list away: what it takes told before, its purpose stated, recorded before the first byte (B4, M11)."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from models import clock
from models.access import door
from models.access.admission import permitted
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.lifecycle import lock_account
from models.accounts.own_security import ProofNeeded
from models.audit.actor import Actor
from models.audit.event_names import EventName, NumbersOf, Outcome
from models.audit.recorder import Event, record
from models.certifications.criteria import SearchCriteria
from models.certifications.export_order import ExportOrder, Wish, check_purpose, new_order
from models.certifications.extract import Extract
from models.certifications.quota import Allowance, Limits, Remaining, check_quota, needs_proof, remaining
from models.certifications.search import count
from models.certifications.statements import listing
from models.certifications.walking import in_an_order_to_be_had
from models.errors import DomainError
from models.monitoring.in_line import before_export
from models.monitoring.upper_limits import UpperLimit, limit_reached

MAY_EXPORT = permitted(Permission.CERTIFICATION_EXPORT)
"""What somebody needs to take a file, at its beginning and at every moment until its end."""


class ExportEnd(StrEnum):
    """How a file ended; kept in the trail."""

    COMPLETE = "complete"
    RIGHTS_CHANGED = "rights changed"
    BROKEN_OFF = "broken off"
    CANCELLED = "cancelled"
    WORKER_LOST = "worker lost"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What is told before the button: how many rows there are, and what may still be taken.

    ``needs_proof``: a code has to be given again first. ``stopped_by``: at this limit detection stops the file anyway.
    """

    criteria: SearchCriteria
    total: int
    limits: Limits
    left: Remaining
    problem: str | None
    needs_proof: bool
    stopped_by: UpperLimit | None

    @property
    def left_after(self) -> int:
        """How many rows may still be taken today once this file is: none is the least."""
        return max(self.left.rows_today - self.total, 0)

    @property
    def consequence(self) -> str:
        """What it takes to have the file, in words."""
        if self.problem:
            return "上限を超えるため、承認が必要です"
        if self.stopped_by:
            return "監視の規則の上限に達するため、中止されます"
        return "確認コードの入力が必要です" if self.needs_proof else "承認と確認コードは要りません"


def plan(session: Session, viewer: Viewer, criteria: SearchCriteria, limits: Limits) -> ExportPlan:
    """What a file of this list would be, in the order of the list. The count is a reading, and recorded as one."""
    with door.reading(session, viewer) as register:
        total, _kw = count(register, criteria, listing(register, criteria))
        criteria = in_an_order_to_be_had(register, criteria, total)
        details = {"asked": criteria.asked(), "total": total, "items": [item.key for item in criteria.columns]}
        register.note(EventName.CERTIFICATIONS_LISTED, object=NumbersOf.EXPORT, details=details)
    now = clock.now()
    left = remaining(session, viewer.account_id, now, limits)
    proof = needs_proof(session, viewer.account_id, now, total)
    stopped_by = limit_reached(session, viewer.kind, viewer.role, total)
    return ExportPlan(criteria, total, limits, left, _problem(left, total, limits), proof, stopped_by)


def order(session: Session, viewer: Viewer, wish: Wish, person: str, limits: Limits, *, proved: bool) -> Extract:
    """Record the export of exactly this list, and open it. ``proved``: a code was given lately.

    Raises ``PurposeMissing``, or like ``note_export``; no export is recorded then.
    """
    check_purpose(viewer, wish)
    with ExitStack() as undone:
        extract = undone.enter_context(Extract(session, new_order(viewer, wish, person)))
        number, _rows = note_export(session, extract.order, limits, extract.keys, proved=proved)
        extract.recorded(session, number, EventName.CERTIFICATIONS_EXPORTED)
        undone.pop_all()
    return extract


def note_export(
    session: Session, made: ExportOrder, allowance: Allowance, keys: Sequence[int] | None = None, *, proved: bool
) -> tuple[int, int]:
    """Count the file against the quota and record it; returns the event's number and how many rows it speaks of.

    ``keys`` are the certifications it holds, in the order of the list; without them they are only counted, and whoever
    makes the file records them. Two files asked for at once are counted one after the other: here it is decided whether
    one may be taken without a code given lately (``proved``), whatever its plan said. Raises what ``allowance`` raises,
    and ``ProofNeeded``.
    """
    criteria, wish = made.criteria, made.wish
    account = lock_account(session, made.viewer.account_id)
    with door.reading(session, made.viewer) as register:
        total = len(keys) if keys is not None else count(register, criteria, listing(register, criteria))[0]
        allowance.check(session, made.viewer.account_id, made.at, total)
        if not proved and needs_proof(session, made.viewer.account_id, made.at, total):
            raise ProofNeeded
        watched = before_export(session, made.viewer, account, total, keys or ())
        details = {
            "asked": criteria.asked(),
            "total": total,
            "items": [item.key for item in criteria.columns],
            "purpose": wish.purpose.value,
            "note": wish.note,
            "file_number": made.file_number,
            "format": wish.format.value,
        }
        name, file = EventName.CERTIFICATIONS_EXPORTED, f"file:{made.file_number}"
        event = register.note(name, certifications=keys or (), object=file, details=details)
    watched.fed_ahead(event.number)
    return event.number, total


def record_end(session: Session, actor: Actor, file_number: str, sent: int, why: ExportEnd, sha256: str = "") -> None:
    """Record how the file ended, after how many rows; of a whole file, the SHA-256 of all its bytes."""
    whole = why is ExportEnd.COMPLETE
    details = {"file_number": file_number, "rows": sent, "why": why.value, "sha256": sha256 if whole else ""}
    outcome = Outcome.DONE if whole else Outcome.FAILED
    record(session, Event(EventName.EXPORT_ENDED, actor, outcome, f"file:{file_number}", details=details))


def _problem(left: Remaining, total: int, limits: Limits) -> str | None:
    try:
        check_quota(left, total, limits)
    except DomainError as error:
        return error.reason
    return None
