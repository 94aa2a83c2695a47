"""Whether an account may be used at all: asked at sign-in and again at every request (M7, M8, M16)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, or_

from models import clock
from models.accounts.account import Account, AccountState
from models.accounts.dormancy import is_dormant
from models.organisations.kind_standing import KindStanding
from models.organisations.kinds import Standing
from models.organisations.organisation import Organisation


class StopReason(StrEnum):
    """Why an account is stopped, as kept in ``Account.stop_reason``."""

    TRANSFER = "transfer"
    DORMANCY = "dormancy"
    MONITORING = "monitoring"
    ORGANISATION = "organisation"
    OWN_REQUEST = "own_request"
    ROLL_CALL = "roll_call"
    INCIDENT = "incident"
    OVER = "over"

    @property
    def label(self) -> str:
        """The reason in words."""
        return _STOP_LABELS[self]

    @property
    def for_security(self) -> bool:
        """Whether it was a matter of security: such a stop is lifted by two persons, and waits for no successor."""
        return self in {StopReason.MONITORING, StopReason.INCIDENT}


class Bar(StrEnum):
    """What keeps an account out. Told to its person only after both factors are proved."""

    STOPPED = "stopped"
    STRUCK_OFF = "struck_off"
    DORMANT = "dormant"
    ORGANISATION_BARRED = "organisation_barred"
    ORGANISATION_CLOSED = "organisation_closed"
    KIND_STOPPED = "kind_stopped"
    ROLL_CALL = "roll_call"
    NOT_BEGUN = "not_begun"
    OVER = "over"

    @property
    def reason(self) -> str:
        """The sentence for the person, with what they can do."""
        return _REASONS[self]


_STOP_LABELS = {
    StopReason.TRANSFER: "異動・退職",
    StopReason.DORMANCY: "6か月以上の未利用",
    StopReason.MONITORING: "監視による検知",
    StopReason.ORGANISATION: "組織の判断",
    StopReason.OWN_REQUEST: "本人の申出",
    StopReason.ROLL_CALL: "棚卸しの未回答",
    StopReason.INCIDENT: "情報漏えい等への対応",
    StopReason.OVER: "利用の最終日の経過",
}
_BY_CLOCK = {
    Bar.DORMANT: StopReason.DORMANCY,
    Bar.ROLL_CALL: StopReason.ROLL_CALL,
    Bar.OVER: StopReason.OVER,
}
_BY_STOP = {why.value: bar for bar, why in _BY_CLOCK.items()}
_ASK = "所属組織のシステム利用責任者に連絡してください。"
_REASONS = {
    Bar.STOPPED: f"このアカウントは停止されています。{_ASK}",
    Bar.STRUCK_OFF: f"このアカウントは抹消されています。{_ASK}",
    Bar.DORMANT: f"6か月以上利用がなかったため、このアカウントは停止されています。{_ASK}",
    Bar.ORGANISATION_BARRED: f"所属組織の利用が停止されています。{_ASK}",
    Bar.ORGANISATION_CLOSED: f"所属組織の登録が終了しています。{_ASK}",
    Bar.KIND_STOPPED: "情報の保護のため、同じ種類の組織すべての利用を緊急に停止しています。"
    "再開するときは、システム保有者からお知らせします。",
    Bar.ROLL_CALL: f"アカウントの棚卸しに期限までに回答がなかったため、このアカウントは停止されています。{_ASK}",
    Bar.NOT_BEGUN: "このアカウントの利用開始日は、まだ来ていません。",
    Bar.OVER: f"このアカウントの利用期限は、過ぎています。{_ASK}",
}


def why_barred(account: Account, bar: Bar) -> str:
    """The sentence for the account's person: of a stop of the whole kind, the notice written for it."""
    notice = account.organisation.kind_standing.notice
    return notice if bar is Bar.KIND_STOPPED and notice else bar.reason


def stopped_for_security(account: Account) -> bool:
    """Whether the account is stopped at present, and for a reason of security."""
    return account.state is AccountState.STOPPED and StopReason(account.stop_reason).for_security


def what_bars(account: Account, now: datetime) -> Bar | None:
    """What keeps the account out at ``now``; ``None`` when nothing does. Pure: reads the row, the clock, no more."""
    if account.state is AccountState.STRUCK_OFF:
        return Bar.STRUCK_OFF
    if account.state is AccountState.STOPPED:
        return _BY_STOP.get(account.stop_reason, Bar.STOPPED)
    if bar := what_bars_all_of(account.organisation):
        return bar
    if account.roll_call_due_at is not None and now >= account.roll_call_due_at:
        return Bar.ROLL_CALL
    if account.starts_on is not None and clock.in_japan(now).date() < account.starts_on:
        return Bar.NOT_BEGUN
    if is_past_last_day(account, now):
        return Bar.OVER
    return Bar.DORMANT if is_dormant(account, now) else None


def stopped_by_clock(account: Account, now: datetime) -> StopReason | None:
    """Why the clock has stopped an account whose row still says it is in use; ``None`` when it has not."""
    if account.state not in {AccountState.ISSUED, AccountState.ACTIVE}:
        return None
    bar = what_bars(account, now)
    return _BY_CLOCK.get(bar) if bar is not None else None


def is_past_last_day(account: Account, now: datetime) -> bool:
    """Whether the account's last day is over."""
    return account.ends_on is not None and clock.day_in_japan(now) > account.ends_on


def not_past_last_day(today: date) -> ColumnElement[bool]:
    """The condition that an account's last day, if it has one, is not over."""
    return or_(Account.ends_on.is_(None), Account.ends_on >= today)


def what_bars_all_of(organisation: Organisation) -> Bar | None:
    """What keeps everybody of an organisation out."""
    if bar := what_bars_the_kind(organisation.kind_standing):
        return bar
    if organisation.standing is Standing.BARRED:
        return Bar.ORGANISATION_BARRED
    return Bar.ORGANISATION_CLOSED if organisation.standing is Standing.CLOSED else None


def what_bars_the_kind(standing: KindStanding) -> Bar | None:
    """What keeps everybody of a kind of organisation out."""
    return Bar.KIND_STOPPED if standing.stopped_at is not None else None
