"""Proposing, approving, declining and withdrawing an act that takes two persons: one mechanism for all (policy §2).

Nobody acts on themselves, whoever proposed does not approve, and what is carried out is what was shown: the approver's
page names the digest of the difference it showed, and an act whose difference has changed since is shown again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission, permissions_of
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.accounts.standing import what_bars
from models.approvals.approval import KEPT_FOR, Approval, ApprovalKind, ApprovalState, find_approval, hold_approval
from models.audit.actor import Actor
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.db import SessionFactory, begin_writing, insert_or, one_transaction
from models.errors import Conflict, DomainError, Forbidden
from models.legal.dated import digest
from models.mail.outgoing import Outgoing

_OVER = {
    ApprovalState.CARRIED_OUT: "この提案は、すでに承認され、実施されています。",
    ApprovalState.DECLINED: "この提案は、承認されませんでした。",
    ApprovalState.WITHDRAWN: "この提案は、取り下げられています。",
    ApprovalState.EXPIRED: "この提案は、期限が過ぎています。必要であれば、もう一度提案してください。",
}


class SamePerson(Forbidden):
    """Whoever proposed cannot be the second person."""

    def __init__(self) -> None:
        super().__init__("自分が提案したものは、自分では承認できません。もう一人の担当者が内容を確認して承認します。")


class OnThemselves(Forbidden):
    """Nobody acts on themselves."""

    def __init__(self) -> None:
        super().__init__("自分自身についての操作は、自分では行えません。")


class NotTheirs(Forbidden):
    """The act is another role's to propose or to approve."""

    def __init__(self) -> None:
        super().__init__("この操作を行う権限がありません。")


class ComesToNothing(Conflict):
    """What is to be carried out is not there, which only the second person may be told; the reason says what to do."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the difference: what it is called, and how it reads before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What an act would change, worked out from the database at this moment.

    ``about`` names its object to a reader (``東京電力パワーグリッド株式会社``). ``people`` are the accounts concerned:
    none of them may propose or approve it. ``impossible`` says why it cannot be carried out any more, or is empty.
    """

    about: str
    changes: Sequence[Change]
    people: frozenset[int] = frozenset()
    impossible: str = ""

    @property
    def sha256(self) -> str:
        """The digest of everything shown."""
        return digest([self.about, [[one.label, one.before, one.after] for one in self.changes], self.impossible])


@dataclass(frozen=True, slots=True)
class TwoPersonAct:
    """How one kind of act is proposed, shown and carried out.

    ``proposers`` and ``approvers`` are permissions of which one suffices; ``may_propose`` narrows it by the object (a
    responsible person: the own organisation's people). ``carry_out`` is called in the approving transaction.
    """

    proposers: frozenset[Permission]
    approvers: frozenset[Permission]
    difference: Callable[[Session, Approval], Difference]
    carry_out: Callable[[Session, Outgoing, Actor, Approval], None]
    may_propose: Callable[[Session, Viewer, Approval], bool] = lambda _session, _viewer, _approval: True


Acts = Mapping[ApprovalKind, TwoPersonAct]


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
    """Lay an act before the second person.

    ``beside`` is what the same form does at once: after the proposal is written and before the trail is, for locks are
    taken in that order.

    Raises ``NotTheirs``, ``OnThemselves`` (both recorded by whoever answers the request), ``Conflict`` when the same is
    proposed already or cannot be carried out.
    """
    begin_writing(session)
    act, now = acts[kind], clock.now()
    approval = Approval(
        kind_code=kind.value,
        subject=subject,
        payload=dict(payload or {}),
        reason=reason,
        state_code=ApprovalState.PROPOSED.value,
        proposed_by=viewer.account_id,
        proposed_at=now,
        expires_at=now + KEPT_FOR,
    )
    if not (act.proposers & viewer.permissions and act.may_propose(session, viewer, approval)):
        raise NotTheirs
    difference = act.difference(session, approval)
    _check_not_concerned(difference, viewer)
    if difference.impossible:
        raise Conflict(difference.impossible)
    approval = _keep(session, approval)
    if beside is not None:
        beside()
    _record(session, EventName.APPROVAL_PROPOSED, viewer.actor, approval, reason=reason, about=difference.about)
    return approval


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


def approve(session: Session, acts: Acts, outgoing: Outgoing, viewer: Viewer, number: int, shown: str) -> Approval:
    """Carry the act out, the second person having seen its difference (``shown`` is the digest of what they saw).

    Raises ``SamePerson``, ``OnThemselves``, ``NotTheirs``, ``Conflict`` (over, changed since, or impossible),
    ``ComesToNothing``, ``NotFound``. Of two who press at once, one carries it out.
    """
    approval = hold_approval(session, number)
    difference = check_may_decide(session, acts, viewer, approval)
    if difference.impossible:
        raise Conflict(difference.impossible)
    if difference.sha256 != shown:
        raise Conflict("確認している間に内容が変わりました。今の内容を確認してから、もう一度承認してください。")
    _decide(session, viewer, approval, ApprovalState.CARRIED_OUT)
    acts[approval.kind].carry_out(session, outgoing, viewer.actor, approval)
    _record(session, EventName.APPROVAL_CARRIED_OUT, viewer.actor, approval, about=difference.about)
    return approval


def decline(session: Session, acts: Acts, viewer: Viewer, number: int, why: str) -> Approval:
    """Refuse it, with a reason. Raises like ``approve``."""
    approval = hold_approval(session, number)
    check_may_decide(session, acts, viewer, approval)
    _decide(session, viewer, approval, ApprovalState.DECLINED, why)
    _record(session, EventName.APPROVAL_DECLINED, viewer.actor, approval, why=why)
    return approval


def withdraw(session: Session, viewer: Viewer, number: int, why: str) -> Approval:
    """Take back what one has proposed. Raises ``NotTheirs``, ``Conflict``, ``NotFound``."""
    approval = hold_approval(session, number)
    if approval.proposed_by != viewer.actor.account_id:
        raise NotTheirs
    _check_open(approval)
    _decide(session, viewer, approval, ApprovalState.WITHDRAWN, why)
    _record(session, EventName.APPROVAL_WITHDRAWN, viewer.actor, approval, why=why)
    return approval


def check_may_decide(session: Session, acts: Acts, viewer: Viewer, approval: Approval) -> Difference:
    """The difference, for whoever may be the second person; raises what ``approve`` raises."""
    act = acts[approval.kind]
    if not act.approvers & viewer.permissions:
        raise NotTheirs
    if approval.proposed_by == viewer.actor.account_id:
        raise SamePerson
    difference = act.difference(session, approval)
    _check_not_concerned(difference, viewer)
    _check_open(approval)
    _check_proposer(session, act, approval)
    return difference


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
                _record(session, EventName.APPROVAL_EXPIRED, Actor.worker(), approval)
    return len(numbers)


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


def _check_not_concerned(difference: Difference, viewer: Viewer) -> None:
    if viewer.actor.account_id in difference.people:
        raise OnThemselves


def _check_proposer(session: Session, act: TwoPersonAct, approval: Approval) -> None:
    """Two persons stand behind an act when it is carried out: whoever was stopped since proposes nothing any more."""
    proposer = session.get_one(Account, approval.proposed_by, populate_existing=True)
    held = permissions_of(proposer.organisation.kind, proposer.role)
    if what_bars(proposer, clock.now()) is not None or not act.proposers & held:
        raise Conflict(
            "提案した人は、今はこの操作を提案できる立場にありません。必要であれば、別の人が提案し直してください。"
        )


def _check_open(approval: Approval) -> None:
    if reason := _OVER.get(approval.state_at(clock.now())):
        raise Conflict(reason)


def _decide(session: Session, viewer: Viewer, approval: Approval, state: ApprovalState, why: str = "") -> None:
    approval.state_code, approval.why = state.value, why
    approval.decided_by, approval.decided_at = viewer.account_id, clock.now()
    session.flush()


def _record(session: Session, name: EventName, actor: Actor, approval: Approval, **details: str) -> None:
    told = {"kind": approval.kind_code, "subject": approval.subject, "proposed_by": approval.proposed_by, **details}
    record(session, Event(name, actor, object=f"approval:{approval.id}", details=told))
