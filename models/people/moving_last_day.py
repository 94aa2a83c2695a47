"""Extending, shortening or lifting the time an account is good for: with a reason, told, in effect at once (M13).

An account past its last day is kept out by the clock at every request (``standing.what_bars``), and stopped when that
is written down, with its sessions ended; moving the day lets its person sign in again, or keeps them out. Of those who
watch nobody's time is moved by one person: shortening it would be a stop, and extending it an issue.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import Account, AccountState
from models.accounts.standing import StopReason, is_past_last_day
from models.approvals.acts import Acts, Change, Difference, TwoPersonAct
from models.approvals.approval import Approval, ApprovalKind
from models.approvals.proposing import propose
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.errors import Conflict, DomainError, NotFound
from models.mail.outgoing import Outgoing
from models.people.authority import PersonAct, check_fits, check_may, may
from models.people.last_day import why_not_last_day
from models.people.releasing import release_at_once
from models.people.stopping import check_still_in_office, hold_person
from models.people.succession import check_not_last
from models.people.telling import tell
from models.people.watchers import IN_CHARGE

LABEL = "利用の最終日"


class WrongLastDay(DomainError):
    """The account cannot end on this day; the reason says why."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of it: ``approval`` is what waits for a second person, ``None`` when the day is moved already."""

    approval: Approval | None


def move_or_propose(
    session: Session,
    acts: Acts,
    outgoing: Outgoing,
    viewer: Viewer,
    account_id: int,
    last: date | None,
    reason: str,
) -> Moved:
    """Move the last day to ``last`` (``None``: no end), or of one of those who watch lay it before a second person.

    Raises ``WrongLastDay``, ``Forbidden``, ``LastResponsiblePerson``, ``Conflict`` (the same day, or struck off),
    ``NotFound``; and like ``propose``.
    """
    account = session.get(Account, account_id, populate_existing=True)
    if account is None:
        raise NotFound
    if account.role in IN_CHARGE:
        _check(viewer, account, last)
        about, payload = f"account:{account_id}", {"last_day": _written(last)}
        return Moved(propose(session, acts, viewer, ApprovalKind.MOVE_LAST_DAY, about, reason, payload))
    account = hold_person(session, account_id)
    _check(viewer, account, last)
    check_still_in_office(session, viewer)
    if _is_sooner(account, last):
        check_not_last(session, account)
    move_at_once(session, outgoing, viewer.actor, account, last, reason)
    return Moved(None)


def _check(viewer: Viewer, account: Account, last: date | None) -> None:
    check_may(viewer, PersonAct.MOVE_LAST_DAY, account)
    check_fits(PersonAct.MOVE_LAST_DAY, account)
    if last == account.ends_on:
        raise Conflict("変更された項目はありません。")
    if problem := _why_not(account, last):
        raise WrongLastDay(problem)


def _why_not(account: Account, last: date | None) -> str:
    return why_not_last_day(account.organisation.kind, last, account.starts_on)


def _is_sooner(account: Account, last: date | None) -> bool:
    return last is not None and (account.ends_on is None or last < account.ends_on)


def move_at_once(
    session: Session, outgoing: Outgoing, actor: Actor, account: Account, last: date | None, reason: str
) -> None:
    """The same for an account that is held, by whoever was found to be allowed."""
    before, after = _written(account.ends_on), _written(last)
    account.ends_on = last
    session.flush()
    told = f"{LABEL}を変更しました（{before or 'なし'} → {after or 'なし'}）。最終日の翌日からは利用できません。"
    tell(session, outgoing, account, f"{LABEL}を変更しました", told, clock.now())
    details = {"login_id": account.login_id, "reason": reason, "changes": [[LABEL, before, after]]}
    record(session, Event(EventName.ACCOUNT_CHANGED, actor, object=f"account:{account.id}", details=details))
    ended = account.state is AccountState.STOPPED and account.stop_reason == StopReason.OVER
    if ended and not is_past_last_day(account, clock.now()):
        # Only the day kept it out: whoever has not used it for six months is dormant as before.
        release_at_once(session, outgoing, actor, account, reason, counts_anew=False)


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""


def _proposed(approval: Approval) -> date | None:
    written = str(approval.payload["last_day"])
    return date.fromisoformat(written) if written else None


def _difference(session: Session, approval: Approval) -> Difference:
    account = session.get_one(Account, approval.subject_id, populate_existing=True)
    last = _proposed(approval)
    struck_off = "アカウントが抹消されています。" if account.state is AccountState.STRUCK_OFF else ""
    return Difference(
        about=f"{account.person_name}（{account.login_id}、{account.organisation.name}）",
        changes=(
            Change("役割", account.role.label, account.role.label),
            Change(LABEL, _written(account.ends_on) or "なし", _written(last) or "なし"),
        ),
        people=frozenset({account.id}),
        impossible=struck_off or _why_not(account, last),
    )


def _may_propose(session: Session, viewer: Viewer, approval: Approval) -> bool:
    account = session.get(Account, approval.subject_id)
    if account is None or account.role not in IN_CHARGE:
        return False
    return account.id == viewer.actor.account_id or may(viewer, PersonAct.MOVE_LAST_DAY, account)


def _carry_out(session: Session, outgoing: Outgoing, actor: Actor, approval: Approval) -> None:
    account = hold_person(session, approval.subject_id)
    move_at_once(session, outgoing, actor, account, _proposed(approval), approval.reason)


MOVE_LAST_DAY = TwoPersonAct(
    proposers=frozenset({Permission.ACCOUNT_STRIKE_OFF}),
    approvers=frozenset({Permission.ACCOUNT_STRIKE_OFF, Permission.REQUEST_DECIDE}),
    difference=_difference,
    carry_out=_carry_out,
    may_propose=_may_propose,
)
