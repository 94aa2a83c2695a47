"""Proposals that nobody decided: over by the clock at once, written down as such by a job."""

from sqlalchemy import select

from models import clock
from models.approvals.approval import Approval, ApprovalState, hold_approval
from models.approvals.recording import record_step
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.db import SessionFactory, one_transaction


def tidy(sessions: SessionFactory) -> int:
    """Record what has expired; returns how many."""
    now = clock.now()
    with sessions() as session:
        due = select(Approval.id).where(Approval.state_code == ApprovalState.PROPOSED.value, Approval.expires_at <= now)
        numbers = session.scalars(due.order_by(Approval.id)).all()
    for number in numbers:
        with one_transaction(sessions) as session:
            approval = hold_approval(session, number)
            if approval.state is ApprovalState.PROPOSED:
                approval.state_code, approval.decided_at = ApprovalState.EXPIRED.value, now
                session.flush()
                record_step(session, EventName.APPROVAL_EXPIRED, Actor.worker(), approval)
    return len(numbers)
