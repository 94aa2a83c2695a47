"""Laying acts before a second person: written before anything else is locked, and of two alike one (policy §2)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.approvals.acts import Acts, NotTheirs
from models.approvals.approval import KEPT_FOR, Approval, ApprovalKind, ApprovalState
from models.approvals.recording import record_step
from models.audit.event_names import EventName
from models.db import begin_writing, insert_or
from models.errors import Conflict


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is to be done to what: ``subject`` as in ``Approval`` (``organisation:12``), and what the act needs."""

    kind: ApprovalKind
    subject: str
    payload: Mapping[str, Any] = field(default_factory=dict)


def propose(
    session: Session,
    acts: Acts,
    viewer: Viewer,
    kind: ApprovalKind,
    subject: str,
    reason: str,
    payload: Mapping[str, Any] | None = None,
    beside: Callable[[], object] | None = None,
) -> Approval:
    """Lay one act before the second person; otherwise like ``propose_all``."""
    return propose_all(session, acts, viewer, [Proposal(kind, subject, payload or {})], reason, beside)[0]


def propose_all(
    session: Session,
    acts: Acts,
    viewer: Viewer,
    proposals: Sequence[Proposal],
    reason: str,
    beside: Callable[[], object] | None = None,
) -> Sequence[Approval]:
    """Lay acts before the second person, each by itself, all or none.

    ``beside`` is what the same form does at once: after every proposal is written and before the trail is, for locks
    are taken in that order; the proposals themselves are written in that of what they are about.

    Raises ``NotTheirs``, ``OnThemselves`` (both recorded by whoever answers the request), ``Conflict`` when the same is
    proposed already or cannot be carried out.
    """
    begin_writing(session)
    ordered = sorted(proposals, key=lambda one: (one.kind, one.subject))
    laid = [_lay(session, acts, viewer, one, reason) for one in ordered]
    if beside is not None:
        beside()
    for approval, about in laid:
        record_step(session, EventName.APPROVAL_PROPOSED, viewer.actor, approval, reason=reason, about=about)
    return [approval for approval, _about in laid]


def _lay(session: Session, acts: Acts, viewer: Viewer, proposal: Proposal, reason: str) -> tuple[Approval, str]:
    """The proposal as it is kept, and what it is about, in words."""
    act, now = acts[proposal.kind], clock.now()
    approval = Approval(
        kind_code=proposal.kind.value,
        subject=proposal.subject,
        payload=dict(proposal.payload),
        reason=reason,
        state_code=ApprovalState.PROPOSED.value,
        proposed_by=viewer.account_id,
        proposed_at=now,
        expires_at=now + KEPT_FOR,
    )
    if not (act.proposers & viewer.permissions and act.may_propose(session, viewer, approval)):
        raise NotTheirs
    difference = act.difference(session, approval)
    difference.check_not_about(viewer)
    if difference.impossible:
        raise Conflict(difference.impossible)
    return _keep(session, approval), difference.about


def _keep(session: Session, made: Approval) -> Approval:
    """Write the proposal down: of two about the same at once, one."""
    now = clock.now()
    stale = update(Approval).where(
        Approval.kind_code == made.kind_code,
        Approval.subject == made.subject,
        Approval.state_code == ApprovalState.PROPOSED.value,
        Approval.expires_at <= now,
    )
    session.execute(stale.values(state_code=ApprovalState.EXPIRED.value, decided_at=now))
    row = insert_or(session, Approval).values(
        kind_code=made.kind_code,
        subject=made.subject,
        payload=made.payload,
        reason=made.reason,
        state_code=made.state_code,
        proposed_by=made.proposed_by,
        proposed_at=made.proposed_at,
        expires_at=made.expires_at,
        why="",
    )
    row = row.on_conflict_do_nothing(index_elements=["kind", "subject"], index_where=text("state = 'proposed'"))
    number = session.execute(row.returning(Approval.id)).scalar()
    if number is None:
        raise Conflict("同じ内容の提案が、すでに承認を待っています。")
    return session.get_one(Approval, number)
