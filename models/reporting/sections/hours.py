"""When the register was used: by hour, by weekday, and by whom at odd hours (統一基準 R7 6.2.5)."""

from collections import Counter
from datetime import date

from sqlalchemy import func, select

from models.audit.tables import AuditEvent
from models.detection.hours import NIGHT_BEGINS, NIGHT_ENDS
from models.reporting.acts import USING, is_act, within
from models.reporting.document import Column, Section, Table
from models.reporting.ground import Ground
from models.reporting.hour_in_japan import hour_in_japan
from models.reporting.month import is_business_closed

WEEKDAYS = "月火水木金土日"


def hours(ground: Ground) -> Section:
    """Acts that showed certifications, on the clock in Japan."""
    event = AuditEvent
    hour = hour_in_japan(event.at).label("hour")
    statement = (
        select(event.login_id, event.organisation, hour, func.count())
        .where(is_act(*USING), within(ground.month))
        .group_by(event.login_id, event.organisation, hour)
    )
    by_hour: Counter[int] = Counter()
    by_weekday: Counter[int] = Counter()
    odd: Counter[tuple[str, str]] = Counter()
    for login_id, organisation, written, times in ground.session.execute(statement):
        day, at = date.fromisoformat(written[:10]), int(written[11:])
        by_hour[at] += times
        by_weekday[day.weekday()] += times
        if at >= NIGHT_BEGINS or at < NIGHT_ENDS or is_business_closed(day):
            odd[login_id, organisation] += times
    counted = Column("閲覧の操作", numeric=True, bar=True)
    tables = (
        Table(
            "時間帯",
            (Column("時"), counted),
            tuple((f"{at}時", by_hour[at]) for at in range(24)),
            keys=tuple(map(str, range(24))),
        ),
        Table(
            "曜日",
            (Column("曜日"), counted),
            tuple((f"{name}曜日", by_weekday[at]) for at, name in enumerate(WEEKDAYS)),
            keys=tuple(map(str, range(len(WEEKDAYS)))),
        ),
        Table(
            "夜間・休日の利用",
            (Column("ID"), Column("組織"), counted),
            tuple((*who, times) for who, times in sorted(odd.items(), key=lambda one: (-one[1], one[0]))),
        ),
    )
    sentence = "日本時間です。夜間・休日は、22時から6時まで、土曜日、日曜日、国民の祝日及び12月29日から1月3日までです。"
    return Section("hours", "利用した時間", sentence, tables)
