"""What the trail is told of an act of two persons: every step, and whoever tried what is not theirs."""

from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.approvals.approval import Approval, find_approval
from models.audit.actor import Actor
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.errors import DomainError


def record_step(session: Session, name: EventName, actor: Actor, approval: Approval, **details: str) -> None:
    """Record a step of the act; ``details`` are what the event has beside kind, object and proposer."""
    told = {"kind": approval.kind_code, "subject": approval.subject, "proposed_by": approval.proposed_by, **details}
    record(session, Event(name, actor, object=f"approval:{approval.id}", details=told))


def record_refusal(session: Session, viewer: Viewer, number: int, why: DomainError) -> None:
    """Record that somebody tried to decide what is not theirs to decide, or cannot be carried out."""
    approval = find_approval(session, number)
    event = Event(
        EventName.APPROVAL_REFUSED,
        viewer.actor,
        Outcome.REFUSED,
        f"approval:{number}",
        details={"kind": approval.kind_code, "subject": approval.subject, "why": type(why).__name__},
    )
    record(session, event)
