"""Consent, training and the roll-call as they went in the month (M7, M15, M17)."""

from collections import Counter

from models import clock
from models.audit.event_names import EventName
from models.reporting.document import Column, Row, Section, Table
from models.reporting.ground import Ground
from models.reporting.happened import events_of, times_of

COUNTED = {
    EventName.CONSENT_GIVEN: "同意",
    EventName.CONSENT_DECLINED: "同意しないとの回答",
    EventName.TRAINING_ATTEMPTED: "研修の受講",
    EventName.TRAINING_REMINDED: "研修の案内",
    EventName.DORMANCY_TOLD: "未利用による停止の予告",
    EventName.LAST_DAY_TOLD: "利用の最終日の予告",
}
_ROUNDS = (EventName.ROLL_CALL_OPENED, EventName.ROLL_CALL_ANSWERED, EventName.ROLL_CALL_CLOSED)


def rules_of_use(ground: Ground) -> Section:
    """Counts, the courses taken, and the rounds of the roll-call."""
    times = times_of(ground, COUNTED)
    counted = Table(
        "同意・研修",
        (Column("出来事"), Column("件数", numeric=True)),
        tuple((label, times[name.value]) for name, label in COUNTED.items()),
        keys=tuple(name.value for name in COUNTED),
    )
    return Section("rules", "利用の規律", "同意、研修、棚卸しの実施の状況です。", (counted, _rounds(ground)))


def _rounds(ground: Ground) -> Table:
    answered: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    ended: Counter[str] = Counter()
    stopped: Counter[str] = Counter()
    told: dict[str, list[str]] = {}
    for one in events_of(ground, *_ROUNDS):
        title, details = one.details["title"], one.details
        begun = told.setdefault(title, ["", ""])
        written = f"{clock.in_japan(one.at):%Y-%m-%d}"
        if one.name == EventName.ROLL_CALL_OPENED:
            begun[0] = written
        elif one.name == EventName.ROLL_CALL_CLOSED:
            begun[1] = written
            stopped[title] += details["stopped"]
        else:
            answered[title] += 1
            kept[title] += len(details["kept"])
            ended[title] += len(details["ended"])
    columns = (
        Column("棚卸し"),
        Column("開始"),
        Column("終了"),
        Column("回答", numeric=True),
        Column("在籍・必要", numeric=True),
        Column("不要（停止）", numeric=True),
        Column("未回答による停止", numeric=True),
    )
    rows: tuple[Row, ...] = tuple(
        (title, *told[title], answered[title], kept[title], ended[title], stopped[title]) for title in sorted(told)
    )
    return Table("棚卸し", columns, rows)
