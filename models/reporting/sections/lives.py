"""What happened to accounts and organisations in the month (M7, M16)."""

from models import clock
from models.accounts.standing import StopReason
from models.audit.event_names import EventName
from models.reporting.document import Column, Section, Table
from models.reporting.ground import Ground
from models.reporting.happened import events_of, times_of

COUNTED = {
    EventName.ACCOUNT_CREATED: "アカウントの発行",
    EventName.ACCOUNT_STOPPED: "アカウントの停止",
    EventName.ACCOUNT_RELEASED: "停止の解除",
    EventName.ACCOUNT_STRUCK_OFF: "アカウントの抹消",
    EventName.ACCOUNT_LOCKED: "誤入力による一時停止",
    EventName.SECOND_FACTOR_RESET: "確認用の端末のリセット",
    EventName.ACCOUNT_RESCUED: "非常用の復旧",
    EventName.REQUEST_SENT: "アカウントの申請",
    EventName.REQUEST_REFUSED: "申請の却下",
    EventName.ORGANISATION_CREATED: "組織の登録",
    EventName.ORGANISATION_CHANGED: "組織の登録内容の変更",
    EventName.ORGANISATION_BARRED: "組織の利用停止",
    EventName.ORGANISATION_RESUMED: "組織の利用停止の解除",
    EventName.ORGANISATION_CLOSED: "組織の登録の終了",
    EventName.ORGANISATION_STRUCK_OFF: "組織の全アカウントの抹消",
    EventName.KIND_STOPPED: "同じ種類の組織すべての緊急停止",
    EventName.KIND_RESUMED: "緊急停止の解除",
    EventName.INCIDENT_REPORTED: "情報漏えい等の報告",
    EventName.INCIDENT_CLOSED: "情報漏えい等の事案の終了",
}
_STOPS = {reason.value: reason.label for reason in StopReason}


def lives(ground: Ground) -> Section:
    """Counts of what happened, and every stop with its reason."""
    times = times_of(ground, COUNTED)
    counted = Table(
        "アカウントと組織の管理",
        (Column("出来事"), Column("件数", numeric=True)),
        tuple((label, times[name.value]) for name, label in COUNTED.items()),
        keys=tuple(name.value for name in COUNTED),
    )
    stops = events_of(ground, EventName.ACCOUNT_STOPPED, EventName.ACCOUNT_STRUCK_OFF)
    told = Table(
        "停止・抹消されたアカウント",
        (Column("日時"), Column("ID"), Column("内容"), Column("行った人")),
        tuple(
            (f"{clock.in_japan(one.at):%Y-%m-%d %H:%M}", one.details["login_id"], _what(one.details), one.login_id)
            for one in stops
        ),
    )
    return Section("lives", "アカウントの管理", "発行、停止、解除、抹消と、組織への措置です。", (counted, told))


def _what(details: dict[str, str]) -> str:
    return f"停止（{_STOPS.get(details['why'], details['why'])}）" if "why" in details else "抹消"
