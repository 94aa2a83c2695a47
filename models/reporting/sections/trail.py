"""The trail itself: from which event to which, whether it is as it was written, and whether its links hold (B3)."""

from sqlalchemy import func, select

from models.audit import trail_file
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.audit.trail_file import Stretch
from models.audit.verify_trail import Broken, link, parts_of
from models.reporting.acts import within
from models.reporting.document import Column, Section, Table, Value
from models.reporting.ground import Ground
from models.reporting.happened import times_of


def trail(ground: Ground) -> Section:
    """The month's first and last events; what is in between is as it was written, link by link, without a gap."""
    event = AuditEvent
    bounds = select(func.min(event.number), func.max(event.number), func.count()).where(within(ground.month))
    first, last, count = ground.session.execute(bounds).one()
    rows: list[tuple[str, Value, Value]] = [("events", "記録の件数", f"{count:,}")]
    if count:
        head = ground.session.scalars(select(event.hash).where(event.number == last)).one()
        before = ground.session.scalars(select(event.previous_hash).where(event.number == first)).one()
        unjoined, rewritten = _broken(ground, first, last)
        rows += [
            ("first", "最初の番号", f"{first:,}"),
            ("last", "最後の番号", f"{last:,}"),
            ("missing", "欠けている番号", f"{last - first + 1 - _between(ground, first, last):,}"),
            ("unjoined", "つながらない記録", f"{unjoined:,}"),
            ("rewritten", "内容がハッシュ値と合わない記録", f"{rewritten:,}"),
            ("former_head", "この月より前の最後のハッシュ値", before),
            ("head", "この月の最後のハッシュ値", head),
            (
                "checkpoints",
                "データベースの外に置いた照合点",
                f"{times_of(ground, (EventName.CHECKPOINT_MADE,)).total():,}",
            ),
        ]
    table = Table(
        "監査の証跡",
        (Column("事項"), Column("値")),
        tuple((label, value) for _key, label, value in rows),
        keys=tuple(key for key, _label, _value in rows),
    )
    sentence = (
        "証跡の各記録は、直前の記録のハッシュ値を含みます。ここに示した最後のハッシュ値を保管しておけば、"
        "この月までの記録が後から変えられていないことを、証跡の検証で確かめられます。"
    )
    return Section("trail", "監査の証跡", sentence, (table,))


def _between(ground: Ground, first: int, last: int) -> int:
    chosen = select(func.count()).where(AuditEvent.number.between(first, last))
    return ground.session.scalar(chosen) or 0


def _broken(ground: Ground, first: int, last: int) -> tuple[int, int]:
    """How many events do not follow the one before them, the one after the last included, and how many were rewritten.

    Every event is read, and its hash worked out anew; a few hundred are in memory at a time.
    """
    unjoined = rewritten = 0
    event, session = AuditEvent, ground.session
    previous = session.scalar(select(event.hash).where(event.number == first - 1))
    for raw in trail_file.lines(session, Stretch(first, last)):
        try:
            own, before, body, _ = parts_of(raw)
        except Broken:
            rewritten, previous = rewritten + 1, ""
            continue
        unjoined += previous is not None and before != previous
        rewritten += own != link(before, body)
        previous = own
    after = session.scalar(select(event.previous_hash).where(event.number == last + 1))
    unjoined += after is not None and after != previous
    return unjoined, rewritten
