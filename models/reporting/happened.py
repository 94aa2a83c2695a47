"""Events of a month that are counted or told one by one."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from models.audit.event_names import EventName, Outcome
from models.audit.tables import AuditEvent
from models.reporting.acts import within
from models.reporting.ground import Ground


def times_of(ground: Ground, names: Iterable[EventName], outcome: Outcome = Outcome.DONE) -> Counter[str]:
    """How often each of these ended so in the month, by the event's name."""
    event = AuditEvent
    statement = (
        select(event.name, func.count())
        .where(event.name.in_(list(names)), event.outcome == outcome.value, within(ground.month))
        .group_by(event.name)
    )
    return Counter(dict(ground.session.execute(statement).all()))


def events_of(ground: Ground, *names: EventName) -> Sequence[AuditEvent]:
    """Each of these that was done in the month, in the order of the trail."""
    event = AuditEvent
    chosen = select(event).where(event.name.in_(names), event.outcome == Outcome.DONE.value, within(ground.month))
    return ground.session.scalars(chosen.order_by(event.number)).all()
