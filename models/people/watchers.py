"""Those who watch over the service are not silenced by one person: what one officer alone may do (policy §2)."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.accounts.account import Account, AccountState, Role
from models.accounts.standing import StopReason
from models.audit.actor import Actor
from models.errors import Conflict, Forbidden
from models.mail import people_letters
from models.mail.outgoing import Outgoing

IN_CHARGE = frozenset({Role.OWNER_OFFICER, Role.SYSTEM_MANAGER, Role.AUDITOR})


class TakesTwo(Forbidden):
    """The stop can wait for the second person, so it waits."""

    def __init__(self) -> None:
        super().__init__(
            "保有者担当・システム管理者・外部監査人の停止は、二人で行います。"
            "一件ずつ、そのアカウントの画面から提案してください。停止は行われていません。"
        )


class OneAlreadyAlone(Conflict):
    """The same officer has stopped another of those who watch, and nobody has confirmed it yet."""

    def __init__(self, other: Account) -> None:
        super().__init__(
            f"あなたが一人で停止した管理・監査の担当者（{other.login_id}）について、もう一人の確認がまだありません。"
            "確認されるか解除されるまで、次の担当者を一人では停止できません。"
        )


def takes_two(account: Account, why: StopReason) -> bool:
    """Whether a stop for this reason waits for a second person.

    Safety comes first, and whoever asks to be stopped need not wait; either is confirmed by a second person afterwards.
    """
    at_once = why.for_security or why is StopReason.OWN_REQUEST
    return account.role in IN_CHARGE and not at_once


def check_may_stop_alone(session: Session, viewer: Viewer, account: Account, why: StopReason) -> None:
    """Raise ``TakesTwo`` or ``OneAlreadyAlone`` unless one officer may stop this account at once.

    Of those who watch, each officer may have stopped one without a second person's confirmation. The caller holds both
    accounts, so that two stops by the same officer count each other. That the person asked for it is the officer's word
    alone: it counts as well.
    """
    if account.role not in IN_CHARGE:
        return
    if takes_two(account, why):
        raise TakesTwo
    chosen = select(Account).where(
        Account.stopped_alone_by == viewer.account_id,
        Account.state_code == AccountState.STOPPED.value,
        Account.id != account.id,
    )
    other = session.scalar(chosen.order_by(Account.id).limit(1))
    if other is not None:
        raise OneAlreadyAlone(other)


def count_unconfirmed(session: Session, viewer: Viewer) -> int:
    """How many stops by one person wait for somebody other than that person, such as ``viewer``."""
    waiting = (
        Account.state_code == AccountState.STOPPED.value,
        Account.stopped_alone_by.is_not(None),
        Account.stopped_alone_by != viewer.account_id,
    )
    return session.scalar(select(func.count()).where(*waiting)) or 0


def tell_those_who_watch(session: Session, outgoing: Outgoing, actor: Actor, account: Account) -> None:
    """Nobody who watches is silenced quietly: everybody else in charge learns of it at once."""
    if account.role not in IN_CHARGE:
        return
    chosen = select(Account).where(
        Account.role_code.in_(IN_CHARGE),
        Account.state_code == AccountState.ACTIVE.value,
        Account.id.not_in([account.id, actor.account_id or 0]),
    )
    for one in session.scalars(chosen.order_by(Account.id)):
        letter = people_letters.watcher_stopped(
            one.email, one.person_name, account.login_id, account.role.label, actor.login_id, clock.now()
        )
        outgoing.send(session, letter, clock.now())
