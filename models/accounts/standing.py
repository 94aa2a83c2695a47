"""Whether an account may be used at all: asked at sign-in and again at every request (M7, M8, M16)."""

from datetime import datetime
from enum import StrEnum

from models.accounts.account import Account, AccountState
from models.accounts.dormancy import is_dormant
from models.organisations.kinds import Standing


class StopReason(StrEnum):
    """Why an account is stopped, as kept in ``Account.stop_reason``."""

    TRANSFER = "transfer"
    DORMANCY = "dormancy"
    MONITORING = "monitoring"
    ORGANISATION = "organisation"
    OWN_REQUEST = "own_request"


class Bar(StrEnum):
    """What keeps an account out. Told to its person only after both factors are proved."""

    STOPPED = "stopped"
    STRUCK_OFF = "struck_off"
    DORMANT = "dormant"
    ORGANISATION_BARRED = "organisation_barred"
    ORGANISATION_CLOSED = "organisation_closed"

    @property
    def reason(self) -> str:
        """The sentence for the person, with what they can do."""
        return _REASONS[self]


_ASK = "所属組織のシステム利用責任者に連絡してください。"
_REASONS = {
    Bar.STOPPED: f"このアカウントは停止されています。{_ASK}",
    Bar.STRUCK_OFF: f"このアカウントは抹消されています。{_ASK}",
    Bar.DORMANT: f"6か月以上利用がなかったため、このアカウントは停止されています。{_ASK}",
    Bar.ORGANISATION_BARRED: f"所属組織の利用が停止されています。{_ASK}",
    Bar.ORGANISATION_CLOSED: f"所属組織の登録が終了しています。{_ASK}",
}


def what_bars(account: Account, now: datetime) -> Bar | None:
    """What keeps the account out at ``now``; ``None`` when nothing does. Pure: reads the row, the clock, no more."""
    if account.state is AccountState.STRUCK_OFF:
        return Bar.STRUCK_OFF
    if account.state is AccountState.STOPPED:
        return Bar.DORMANT if account.stop_reason == StopReason.DORMANCY else Bar.STOPPED
    if account.organisation.standing is Standing.BARRED:
        return Bar.ORGANISATION_BARRED
    if account.organisation.standing is Standing.CLOSED:
        return Bar.ORGANISATION_CLOSED
    return Bar.DORMANT if is_dormant(account, now) else None
