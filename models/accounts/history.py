"""What a person is shown of the own past: the previous sign-in, ninety days of security events (R7 7.1.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.audit.event_names import EventName, Outcome
from models.audit.tables import AuditEvent

SHOWN = timedelta(days=90)
MOST = 500
OWN = (
    EventName.PASSWORD_CHECKED,
    EventName.CODE_CHECKED,
    EventName.RECOVERY_CODE_USED,
    EventName.SIGNED_IN,
    EventName.SIGNED_OUT,
    EventName.SESSION_ENDED,
    EventName.STEPPED_UP,
    EventName.DEVICE_CONNECTED,
    EventName.DEVICE_REMOVED,
    EventName.RECOVERY_CODES_MADE,
    EventName.PASSWORD_SET,
    EventName.PASSWORD_LINK_SENT,
    EventName.ACCOUNT_LOCKED,
    EventName.ACCOUNT_UNLOCKED,
)
LABELS = {
    EventName.PASSWORD_CHECKED: "IDとパスワードの確認",
    EventName.CODE_CHECKED: "コードの確認",
    EventName.RECOVERY_CODE_USED: "回復コードの使用",
    EventName.SIGNED_IN: "サインイン",
    EventName.SIGNED_OUT: "サインアウト",
    EventName.SESSION_ENDED: "サインイン状態の終了",
    EventName.STEPPED_UP: "重要な操作の前の再確認",
    EventName.DEVICE_CONNECTED: "端末の接続",
    EventName.DEVICE_REMOVED: "端末の取り外し",
    EventName.RECOVERY_CODES_MADE: "回復コードの作成",
    EventName.PASSWORD_SET: "パスワードの設定",
    EventName.PASSWORD_LINK_SENT: "パスワード設定用アドレスの送付",
    EventName.ACCOUNT_LOCKED: "一時的な停止（誤入力の連続）",
    EventName.ACCOUNT_UNLOCKED: "一時的な停止の解除",
}
OUTCOMES = {Outcome.DONE: "成功", Outcome.REFUSED: "失敗", Outcome.FAILED: "失敗"}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One line of the own history."""

    at: datetime
    what: str
    outcome: str
    address: str
    device: str


def previous_sign_in(session: Session, account_id: int, session_id: int) -> Occurrence | None:
    """The full sign-in before the one that began session number ``session_id``."""
    event = AuditEvent
    chosen = select(event).where(
        event.account_id == account_id, event.name == EventName.SIGNED_IN.value, event.session < session_id
    )
    found = session.scalar(chosen.order_by(event.number.desc()).limit(1))
    return None if found is None else _occurrence(found)


def own_security_events(session: Session, account_id: int, now: datetime) -> Sequence[Occurrence]:
    """The account's sign-ins and what touched its credentials within 90 days, newest first, failures of others too."""
    event = AuditEvent
    mine = or_(event.account_id == account_id, event.object == f"account:{account_id}")
    chosen = select(event).where(mine, event.name.in_([name.value for name in OWN]), event.at >= now - SHOWN)
    return [_occurrence(found) for found in session.scalars(chosen.order_by(event.number.desc()).limit(MOST))]


def _occurrence(event: AuditEvent) -> Occurrence:
    details: dict[str, Any] = event.details
    device = details.get("device")
    return Occurrence(
        at=event.at,
        what=LABELS[EventName(event.name)],
        outcome=OUTCOMES[Outcome(event.outcome)],
        address=event.address,
        device=device if isinstance(device, str) else "",
    )
