"""What was done to an account or an organisation, from the trail: who, when, what, why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts.standing import StopReason
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent

MOST = 100
LABELS = {
    EventName.ACCOUNT_CREATED: "発行",
    EventName.ACCOUNT_SUCCEEDED: "異動前のアカウントの引継ぎ",
    EventName.PASSWORD_LINK_SENT: "設定用の案内の送付",
    EventName.ACCOUNT_LOCKED: "一時的な停止（誤入力の連続）",
    EventName.ACCOUNT_UNLOCKED: "一時的な停止の解除",
    EventName.ACCOUNT_STOPPED: "停止",
    EventName.ACCOUNT_STOP_CONFIRMED: "停止の確認（二人目）",
    EventName.ACCOUNT_RELEASE_ASKED: "利用再開の手続きの開始",
    EventName.ACCOUNT_RELEASED: "停止の解除",
    EventName.ACCOUNT_STRUCK_OFF: "抹消",
    EventName.ACCOUNT_CHANGED: "登録内容の変更",
    EventName.ACCOUNT_RESCUED: "非常用の復旧",
    EventName.ADDRESS_CHANGED: "メールアドレスの変更",
    EventName.SECOND_FACTOR_RESET: "確認用の端末のリセット",
    EventName.DORMANCY_TOLD: "未利用による停止の予告",
    EventName.PERSON_ACT_REFUSED: "拒否された操作",
    EventName.ORGANISATION_CREATED: "登録",
    EventName.ORGANISATION_CHANGED: "登録内容の変更",
    EventName.ORGANISATION_BARRED: "利用停止",
    EventName.ORGANISATION_RESUMED: "利用停止の解除",
    EventName.ORGANISATION_CLOSED: "登録の終了",
    EventName.ORGANISATION_STRUCK_OFF: "全アカウントの抹消",
    EventName.KIND_STOPPED: "緊急停止",
    EventName.KIND_RESUMED: "緊急停止の解除",
}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One act: when, what, by whom, and what it said."""

    at: datetime
    what: str
    by: str
    sentence: str


def history_of(session: Session, about: str) -> Sequence[HistoryLine]:
    """What was done to ``about`` (``account:12``, ``organisation:3``), newest first."""
    chosen = select(AuditEvent).where(AuditEvent.object == about, AuditEvent.name.in_([one.value for one in LABELS]))
    return [_line(found) for found in session.scalars(chosen.order_by(AuditEvent.number.desc()).limit(MOST))]


def _line(event: AuditEvent) -> HistoryLine:
    by = f"{event.login_id}（{event.organisation}）" if event.organisation else event.login_id or "―"
    return HistoryLine(event.at, LABELS[EventName(event.name)], by, _sentence(event.details))


def _sentence(details: dict[str, Any]) -> str:
    changes = [f"{label}：{before or '―'} → {after or '―'}" for label, before, after in details.get("changes", ())]
    why, former = details.get("why", ""), details.get("former_id", "")
    words = [StopReason(why).label if why in set(StopReason) else "", former and f"異動前のID {former}", *changes]
    words.append(details.get("reason", ""))
    return "、".join(word for word in words if word)
