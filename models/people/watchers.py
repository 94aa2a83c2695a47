"""Those who watch over the service are not silenced by one person: what one officer alone may do (policy §2)."""

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.accounts.account import Account, AccountState, Role
from models.accounts.standing import StopReason, stopped_for_security, what_bars
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


class TakesTwoAtConsole(Forbidden):
    """The console does not act for two persons."""

    def __init__(self) -> None:
        super().__init__(
            "保有者担当・システム管理者・外部監査人の停止は、画面から二人で行います。停止は行われていません。"
            "安全のために今すぐ止める必要があり、画面から止められる人がいないときに限り、"
            "--why incident 又は monitoring に --break-glass を付けて停止できます（担当者全員に警報が届きます）。"
        )


class OneAlreadyAtConsole(Conflict):
    """The console has stopped another of those who watch, and nobody has confirmed it yet."""

    def __init__(self, other: Account) -> None:
        super().__init__(
            f"サーバーの操作で停止した管理・監査の担当者（{other.login_id}）について、画面での確認がまだありません。"
            "確認されるか解除されるまで、次の担当者をサーバーの操作では停止できません。"
        )


class LastOfficer(Conflict):
    """Without an officer nobody could release anybody, nor appoint one."""

    def __init__(self) -> None:
        super().__init__(
            "利用できる保有者担当は、この人だけです。後任の保有者担当がサインインして利用を始めてから、もう一度行ってください。"
        )


def takes_two(account: Account, why: StopReason) -> bool:
    """Whether a stop for this reason waits for a second person.

    Safety comes first, and whoever asks to be stopped need not wait; either is confirmed by a second person afterwards.
    """
    at_once = why.for_security or why is StopReason.OWN_REQUEST
    return account.role in IN_CHARGE and not at_once


def release_takes_two(account: Account) -> bool:
    """Whether the way back takes a second person: what two have stopped, or safety has, one does not take back."""
    return account.role in IN_CHARGE or stopped_for_security(account)


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


def check_may_stop_at_console(session: Session, account: Account, why: StopReason, *, break_glass: bool) -> None:
    """Raise ``TakesTwoAtConsole`` or ``OneAlreadyAtConsole`` unless the console may stop this account at once.

    Nobody stands behind the console whom a second person could be compared with: what an officer does alone for safety,
    it does only as an alarm. The caller holds everybody in charge, so that two stops at once count each other.
    """
    if account.role not in IN_CHARGE:
        return
    if not (why.for_security and break_glass):
        raise TakesTwoAtConsole
    chosen = select(Account).where(
        Account.stopped_at_console, Account.state_code == AccountState.STOPPED.value, Account.id != account.id
    )
    other = session.scalar(chosen.order_by(Account.id).limit(1))
    if other is not None:
        raise OneAlreadyAtConsole(other)


def others_in_office(session: Session, account: Account, *, held: bool = False) -> list[Account]:
    """Whoever else of the same role can act at this moment.

    With ``held``, those alone whom nobody holds at this moment: each is held until the end of the transaction, so that
    they stay what they are. It waits for nobody, and may be asked whatever is held already.
    """
    chosen = select(Account).where(
        Account.role_code == account.role_code,
        Account.state_code == AccountState.ACTIVE.value,
        Account.id != account.id,
    )
    if held:
        chosen = chosen.with_for_update(of=Account, key_share=True, skip_locked=True)
    found = session.scalars(chosen.order_by(Account.id).execution_options(populate_existing=True))
    now = clock.now()
    return [one for one in found if what_bars(one, now) is None]


def check_not_last_officer(session: Session, account: Account) -> None:
    """Raise ``LastOfficer`` if no other officer of the owner could act. The caller holds everybody in charge."""
    if account.role is Role.OWNER_OFFICER and not others_in_office(session, account):
        raise LastOfficer


def stopped_unconfirmed() -> ColumnElement[bool]:
    """The condition that one person alone stopped the account, and nobody has stood behind it since."""
    alone = or_(Account.stopped_alone_by.is_not(None), Account.stopped_at_console)
    return and_(Account.state_code == AccountState.STOPPED.value, alone)


def count_unconfirmed(session: Session, viewer: Viewer) -> int:
    """How many stops by one person wait for somebody other than that person, such as ``viewer``."""
    own = func.coalesce(Account.stopped_alone_by, 0) == viewer.account_id
    return session.scalar(select(func.count()).where(stopped_unconfirmed(), ~own)) or 0


def tell_those_who_watch(session: Session, outgoing: Outgoing, actor: Actor, account: Account) -> None:
    """Nobody who watches is silenced quietly: everybody else in charge learns of it at once."""
    if account.role not in IN_CHARGE:
        return
    chosen = select(Account).where(
        Account.role_code.in_(IN_CHARGE),
        Account.state_code == AccountState.ACTIVE.value,
        Account.id.not_in([account.id, actor.account_id or 0]),
    )
    alarm = account.stopped_at_console
    write = people_letters.watcher_stopped_at_console if alarm else people_letters.watcher_stopped
    for one in session.scalars(chosen.order_by(Account.id)):
        letter = write(one.email, one.person_name, account.login_id, account.role.label, actor.login_id, clock.now())
        outgoing.send(session, letter, clock.now())
