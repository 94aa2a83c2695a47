"""What was done to an account or an organisation, from the trail: who, when, what, why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import Account
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
OF_EVERYBODY = {
    EventName.ORGANISATION_BARRED: "所属する組織の利用停止",
    EventName.ORGANISATION_RESUMED: "所属する組織の利用停止の解除",
    EventName.ORGANISATION_CLOSED: "所属する組織の登録の終了",
}
"""What is done to an organisation once and to every account it has at that moment. Striking everybody off is not among
them: it ends each account by itself, and each has its own event."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One act: when, what, by whom, and what it said; ``approval`` is the act of two persons it came of, if any."""

    at: datetime
    what: str
    by: str
    sentence: str
    approval: int | None = None


def history_of_account(session: Session, account: Account) -> Sequence[HistoryLine]:
    """What was done to the account, by itself or with its whole organisation, newest first."""
    about = f"organisation:{account.organisation_id}"
    lived = [AuditEvent.at >= account.issued_at]
    if account.struck_off_at is not None:
        lived.append(AuditEvent.at <= account.struck_off_at)
    with_all = and_(AuditEvent.object == about, AuditEvent.name.in_([one.value for one in OF_EVERYBODY]), *lived)
    found = _events(session, or_(_done_to(f"account:{account.id}"), with_all))
    return [_line(one, OF_EVERYBODY if one.object == about else LABELS) for one in found]


def history_of_organisation(session: Session, viewer: Viewer, number: int) -> Sequence[HistoryLine]:
    """What was done to the organisation, newest first.

    Whoever manages people may look at the act of two persons too (``models.monitoring.approval_reading``).
    """
    found = _events(session, _done_to(f"organisation:{number}"))
    proposers = _proposers(session, found)
    shown = Permission.PEOPLE_LOOK in viewer.permissions
    return [_line(one, LABELS, proposers, approval_shown=shown) for one in found]


def _done_to(about: str) -> ColumnElement[bool]:
    return and_(AuditEvent.object == about, AuditEvent.name.in_([one.value for one in LABELS]))


def _events(session: Session, condition: ColumnElement[bool]) -> Sequence[AuditEvent]:
    return session.scalars(select(AuditEvent).where(condition).order_by(AuditEvent.number.desc()).limit(MOST)).all()


def _proposers(session: Session, events: Sequence[AuditEvent]) -> Mapping[int, str]:
    """Who proposed what another approved, by the account's number."""
    numbers = {one.details["proposed_by"] for one in events if one.details.get("proposed_by")}
    found = session.scalars(select(Account).where(Account.id.in_(numbers))) if numbers else ()
    return {one.id: _person(one.login_id, one.organisation.name) for one in found}


def _line(
    event: AuditEvent,
    labels: Mapping[EventName, str],
    proposers: Mapping[int, str] = MappingProxyType({}),
    *,
    approval_shown: bool = False,
) -> HistoryLine:
    by = _person(event.login_id, event.organisation)
    proposer = proposers.get(event.details.get("proposed_by", 0), "")
    words = [proposer and f"提案：{proposer}", _sentence(event.details)]
    approval = event.details.get("approval") if approval_shown else None
    sentence = "、".join(word for word in words if word)
    return HistoryLine(event.at, labels[EventName(event.name)], by, sentence, approval)


def _person(login_id: str, organisation: str) -> str:
    return f"{login_id}（{organisation}）" if organisation else login_id or "―"


def _sentence(details: dict[str, Any]) -> str:
    changes = [f"{label}：{before or '―'} → {after or '―'}" for label, before, after in details.get("changes", ())]
    why, former = details.get("why", ""), details.get("former_id", "")
    words = [StopReason(why).label if why in set(StopReason) else "", former and f"異動前のID {former}", *changes]
    words.append(details.get("reason", ""))
    return "、".join(word for word in words if word)
