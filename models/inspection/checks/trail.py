"""Whether the trail is whole, names what was shown, and reaches back a year (M11, B1, B3)."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, exists, func, select

from models import clock
from models.audit.chain import BEGINNING, canonical, link
from models.audit.event_names import EventName, Outcome
from models.audit.tables import AuditEvent, AuditEventFacility, AuditHead
from models.inspection.check import Answer, Check, Ground, Result, decided, nobody

LATEST = 1_000
AT_ONCE = 500
A_YEAR = timedelta(days=365)
_COLUMNS = AuditEvent.__table__.columns
_CHAINED = tuple(column.name for column in _COLUMNS if column.name not in {"previous_hash", "hash"})
"""The columns an event's hash covers, as the recorder writes them."""


def chain_intact(ground: Ground) -> Answer:
    """Every event looked at follows the one before it, and its hash is the one its content gives."""
    head = ground.session.execute(select(AuditHead.number, AuditHead.hash)).one()
    if not head.number:
        return Answer(Result.UNKNOWN, "証跡は、まだ空です。")
    first = 1 if ground.whole_trail else max(head.number - LATEST + 1, 1)
    first = max(first, ground.session.scalar(select(func.min(AuditEvent.number))) or 1)
    expected, previous, number = first, "", 0
    for row, shown in _events(ground, first):
        values = {name: getattr(row, name) for name in _CHAINED}
        follows = not previous or row.previous_hash == previous
        begins = row.number != 1 or row.previous_hash == BEGINNING
        whole = row.hash == link(row.previous_hash, canonical(values, shown))
        if row.number != expected or not (follows and begins and whole):
            return Answer(
                Result.NOT_KEPT, f"証跡の番号 {min(row.number, expected):,} が、記録された時のままではありません。"
            )
        expected, previous, number = row.number + 1, row.hash, number + 1
    return decided(
        (expected - 1, previous) == (head.number, head.hash),
        f"番号 {first:,} から {head.number:,} までの {number:,} 件を計算し直し、一致しました"
        f"（最後のハッシュ値 {head.hash}）。",
        f"証跡の最後（番号 {expected - 1:,}）が、記録された最後（番号 {head.number:,}）と一致しません。",
    )


def head_reached(ground: Ground) -> Answer:
    """No number is missing between the first event and the last."""
    first, last, number = ground.session.execute(
        select(func.min(AuditEvent.number), func.max(AuditEvent.number), func.count())
    ).one()
    if not number:
        return Answer(Result.UNKNOWN, "証跡は、まだ空です。")
    missing = last - first + 1 - number
    return decided(
        not missing,
        f"番号 {first:,} から {last:,} まで、{number:,} 件に欠番はありません。",
        f"番号 {first:,} から {last:,} までに、{missing:,} 件の欠番があります。",
    )


def kept_a_year(ground: Ground) -> Answer:
    """Nothing younger than a year was taken away from the beginning of the trail."""
    first = ground.session.execute(
        select(AuditEvent.number, AuditEvent.at).order_by(AuditEvent.number).limit(1)
    ).first()
    if first is None:
        return Answer(Result.UNKNOWN, "証跡は、まだ空です。")
    return decided(
        first.number == 1 or first.at <= ground.now - A_YEAR,
        f"最も古い記録は、番号 {first.number:,}（{clock.day_in_japan(first.at).isoformat()}）です。"
        "1年に満たない記録は消されていません。",
        f"番号 {first.number:,} より前の記録が、1年に満たないうちに消されています。",
    )


def facilities_named(ground: Ground) -> Answer:
    """The latest views of a facility name it, so that its owner can be told who looked (B1)."""
    event = AuditEvent
    read = event.name == EventName.CERTIFICATION_READ.value, event.outcome == Outcome.DONE.value
    latest = select(event.number).where(*read).order_by(event.at.desc()).limit(LATEST).subquery()
    named = exists().where(AuditEventFacility.event_number == latest.c.number)
    chosen = select(latest.c.number).where(~named).order_by(latest.c.number)
    offenders = [f"{number}" for number in ground.session.scalars(chosen)]
    number = ground.session.scalar(select(func.count()).select_from(latest)) or 0
    return nobody(
        offenders,
        f"最近の {number:,} 件の設備の表示は、すべて設備を特定して記録されています。",
        "設備が特定されていない表示の記録があります",
        among=number,
    )


def _events(ground: Ground, first: int) -> Iterator[tuple[Row[Any], Sequence[int]]]:
    """The events from a number on, in their order, with the certifications each of them names."""
    chosen = select(*_COLUMNS).where(AuditEvent.number >= first).order_by(AuditEvent.number)
    rows = ground.session.execute(chosen.execution_options(yield_per=AT_ONCE))
    for some in rows.partitions():
        shown: dict[int, list[int]] = {}
        facility = AuditEventFacility
        named = select(facility.event_number, facility.certification_id)
        within = facility.event_number.between(some[0].number, some[-1].number)
        for number, certification in ground.session.execute(named.where(within)):
            shown.setdefault(number, []).append(certification)
        for row in some:
            yield row, shown.get(row.number, ())


CHECKS = (
    Check(
        "chain-intact",
        "B3",
        "証跡が変えられていないこと",
        f"最近の {LATEST:,} 件（指定したときは全件）のハッシュ値",
        chain_intact,
    ),
    Check("head-reached", "B3", "証跡に欠番がないこと", "証跡の番号", head_reached),
    Check("kept-a-year", "M11", "証跡の1年以上の保存", "最も古い記録", kept_a_year),
    Check(
        "facilities-named",
        "B1",
        "閲覧の記録が設備を特定すること",
        f"最近の {LATEST:,} 件の設備の表示",
        facilities_named,
    ),
)
