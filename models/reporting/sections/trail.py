"""The trail itself: from which event to which, and whether the links between them hold (B3)."""

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.reporting.acts import within
from models.reporting.document import Column, Section, Table, Value
from models.reporting.ground import Ground
from models.reporting.happened import times_of


def trail(ground: Ground) -> Section:
    """The month's first and last events; what is in between follows link by link, without a gap."""
    event = AuditEvent
    bounds = select(func.min(event.number), func.max(event.number), func.count()).where(within(ground.month))
    first, last, count = ground.session.execute(bounds).one()
    rows: list[tuple[Value, Value]] = [("記録の件数", f"{count:,}")]
    if count:
        head = ground.session.scalars(select(event.hash).where(event.number == last)).one()
        before = ground.session.scalars(select(event.previous_hash).where(event.number == first)).one()
        rows += [
            ("最初の番号", f"{first:,}"),
            ("最後の番号", f"{last:,}"),
            ("欠けている番号", f"{last - first + 1 - _between(ground, first, last):,}"),
            ("つながらない記録", f"{_broken(ground, first, last):,}"),
            ("この月より前の最後のハッシュ値", before),
            ("この月の最後のハッシュ値", head),
            ("データベースの外に置いた照合点", f"{times_of(ground, (EventName.CHECKPOINT_MADE,)).total():,}"),
        ]
    table = Table("監査の証跡", (Column("事項"), Column("値")), tuple(rows))
    sentence = (
        "証跡の各記録は、直前の記録のハッシュ値を含みます。ここに示した最後のハッシュ値を保管しておけば、"
        "この月までの記録が後から変えられていないことを、証跡の検証で確かめられます。"
    )
    return Section("trail", "監査の証跡", sentence, (table,))


def _between(ground: Ground, first: int, last: int) -> int:
    chosen = select(func.count()).where(AuditEvent.number.between(first, last))
    return ground.session.scalar(chosen) or 0


def _broken(ground: Ground, first: int, last: int) -> int:
    """How many events do not follow the one before them."""
    event, former = AuditEvent, aliased(AuditEvent)
    statement = (
        select(func.count())
        .select_from(event)
        .outerjoin(former, former.number == event.number - 1)
        .where(
            event.number > first,
            event.number <= last,
            or_(former.hash.is_(None), and_(former.hash.is_not(None), former.hash != event.previous_hash)),
        )
    )
    return ground.session.scalar(statement) or 0
