"""Who may do what to whom: one table, and nobody acts on themselves (policy §2, §4)."""

from enum import StrEnum

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import Account, AccountState, Role
from models.accounts.standing import is_past_last_day, stopped_by_clock, stopped_for_security
from models.errors import Conflict, Forbidden
from models.people.watchers import release_takes_two


class PersonAct(StrEnum):
    """What can be done to somebody else's account.

    ``RELEASE`` goes through the person's letter box, ``LIFT`` (of a stop for security, and of those who watch) through
    a second person.
    ``CONFIRM_STOP`` is the second person's word for a stop that one officer, or the console, made alone.
    ``MOVE_LAST_DAY`` extends or shortens the time an account is good for.
    """

    STOP = "stop"
    RELEASE = "release"
    LIFT = "lift"
    STRIKE_OFF = "strike_off"
    CHANGE = "change"
    MOVE_LAST_DAY = "move_last_day"
    DISMISS = "dismiss"
    UNLOCK = "unlock"
    SEND_LINK = "send_link"
    RESET = "reset"
    CONFIRM = "confirm"
    CONFIRM_STOP = "confirm_stop"


class NotYourself(Forbidden):
    """Nobody acts on themselves."""

    def __init__(self) -> None:
        super().__init__(
            "自分自身のアカウントについて、この操作は行えません。ほかの責任者又は担当者に依頼してください。"
        )


class NotYourPerson(Forbidden):
    """The account is not one this person answers for."""

    def __init__(self) -> None:
        super().__init__("このアカウントについて、この操作を行う権限がありません。")


class StoppedAlone(Forbidden):
    """Whoever stopped somebody alone cannot be the second person for it."""

    def __init__(self) -> None:
        super().__init__("自分が行った停止は、自分では確認できません。もう一人の担当者が確認します。")


class OfficersMatter(Forbidden):
    """What was stopped for security is neither struck off nor given another name without an officer."""

    def __init__(self) -> None:
        super().__init__(
            "情報の保護のために停止されたアカウントです。抹消と登録内容の変更は、保有者担当が行います。"
            "保有者担当に連絡してください。"
        )


_OFFICERS_MATTER = frozenset({PersonAct.STRIKE_OFF, PersonAct.CHANGE})
_ORDINARY = frozenset({Role.MEMBER, Role.RESPONSIBLE_PERSON})
_BY_RESPONSIBLE_PERSON = frozenset(PersonAct) - {PersonAct.UNLOCK, PersonAct.LIFT, PersonAct.CONFIRM_STOP}
_BY_MANAGER = frozenset(
    {PersonAct.STOP, PersonAct.STRIKE_OFF, PersonAct.UNLOCK, PersonAct.SEND_LINK, PersonAct.RESET, PersonAct.LIFT}
)
_BY_OFFICER = _BY_MANAGER | {
    PersonAct.RELEASE,
    PersonAct.CHANGE,
    PersonAct.MOVE_LAST_DAY,
    PersonAct.DISMISS,
    PersonAct.CONFIRM,
    PersonAct.CONFIRM_STOP,
}


def may(viewer: Viewer, act: PersonAct, account: Account) -> bool:
    """Whether ``viewer`` may do ``act`` to the account."""
    try:
        check_may(viewer, act, account)
    except Forbidden:
        return False
    return True


def check_may(viewer: Viewer, act: PersonAct, account: Account) -> None:
    """Raise ``NotYourself``, ``NotYourPerson``, ``StoppedAlone`` or ``OfficersMatter`` unless ``viewer`` may do
    ``act`` to the account.

    A responsible person: the members and responsible persons of the own organisation. The system manager: members and
    responsible persons of every organisation, but no officer, auditor or colleague, so that nobody who watches can be
    silenced from there: for these they are only the second person. The owner's officer: everybody else.

    A stop for security ends by an officer's word alone, whichever way it ends: the address of an account that is struck
    off is free, and its person could be back under a new ID the same day; so could somebody whose registered name is
    no longer theirs.
    """
    if viewer.actor.account_id == account.id:
        raise NotYourself
    if act is PersonAct.CONFIRM_STOP and viewer.actor.account_id == account.stopped_alone_by:
        raise StoppedAlone
    held = viewer.permissions
    if Permission.ACCOUNT_STRIKE_OFF in held:
        allowed = act in _BY_OFFICER
    elif Permission.ACCOUNT_UNLOCK in held:
        allowed = (act in _BY_MANAGER and account.role in _ORDINARY) or act is PersonAct.CONFIRM_STOP
    elif Permission.DESK in held:
        own = account.organisation_id == viewer.actor.organisation_id and account.role in _ORDINARY
        allowed = act in _BY_RESPONSIBLE_PERSON and own
    else:
        allowed = False
    if not allowed:
        raise NotYourPerson
    if act in _OFFICERS_MATTER and stopped_for_security(account) and Permission.ACCOUNT_STRIKE_OFF not in held:
        raise OfficersMatter


def check_fits(act: PersonAct, account: Account) -> None:
    """Raise ``Conflict`` unless the act means anything in the state the account is in."""
    if not fits_state(act, account):
        raise Conflict("このアカウントの今の状態では、この操作は行えません。")


def why_not(viewer: Viewer, act: PersonAct, account: Account) -> str:
    """Why ``viewer`` cannot do ``act`` to the account as it stands; empty when they can."""
    try:
        check_may(viewer, act, account)
        check_fits(act, account)
    except (Forbidden, Conflict) as error:
        return error.reason
    return ""


def fits_state(act: PersonAct, account: Account) -> bool:
    """Whether the act means anything in the state the account is in, for the buttons of its page."""
    match act:
        case PersonAct.STOP | PersonAct.RESET | PersonAct.UNLOCK | PersonAct.CONFIRM:
            return account.state in {AccountState.ISSUED, AccountState.ACTIVE}
        case PersonAct.RELEASE:
            return _can_be_released(account) and not release_takes_two(account)
        case PersonAct.LIFT:
            return account.state is AccountState.STOPPED and release_takes_two(account)
        case PersonAct.STRIKE_OFF:
            return account.state is AccountState.STOPPED and not account.stop_unconfirmed
        case PersonAct.CONFIRM_STOP:
            return account.state is AccountState.STOPPED and account.stop_unconfirmed
        case PersonAct.SEND_LINK:
            begun = account.state is AccountState.ACTIVE and account.password_hash is None
            return account.state is AccountState.ISSUED or begun
        case PersonAct.DISMISS:
            return account.role is Role.RESPONSIBLE_PERSON and account.state is not AccountState.STRUCK_OFF
        case PersonAct.CHANGE | PersonAct.MOVE_LAST_DAY:
            return account.state is not AccountState.STRUCK_OFF


def _can_be_released(account: Account) -> bool:
    """Stopped, by somebody or by the clock, written down or not, and neither for security nor past its last day."""
    now = clock.now()
    stopped = account.state is AccountState.STOPPED or stopped_by_clock(account, now) is not None
    return stopped and not stopped_for_security(account) and not is_past_last_day(account, now)
