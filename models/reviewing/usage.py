"""Counting who sees which item, from the trail: what nobody has used is a candidate for closing (M9).

Done by the job worker, some thousand events at a time; pages read the counts alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account
from models.audit.event_names import EventName, Outcome
from models.audit.tables import AuditEvent
from models.db import SessionFactory, begin_writing, insert_or, one_transaction
from models.organisations.kinds import OrganisationKind
from models.organisations.organisation import Organisation
from models.reviewing.cells import CellKey
from models.reviewing.item_use import ItemUse, ItemUseCount, ItemUseTally

LATELY = timedelta(days=90)
EVENTS_AT_ONCE = 2_000
_SHOWING = (
    EventName.CERTIFICATIONS_LISTED.value,
    EventName.CERTIFICATION_READ.value,
    EventName.CERTIFICATIONS_EXPORTED.value,
    EventName.EXPORT_MADE.value,
)
_Seen = dict[tuple[str, str, int], datetime]


@dataclass(frozen=True, slots=True)
class Usage:
    """How many people of an attribute saw an item in the last 90 days, and when one of them last did."""

    people: int = 0
    last_seen_at: datetime | None = None


NEVER = Usage()


def usage_of(session: Session, items: Iterable[str] | None = None) -> Mapping[CellKey, Usage]:
    """The counts as they were worked out last; a cell that is missing was never seen."""
    statement = select(ItemUseCount.item, ItemUseCount.attribute, ItemUseCount.people, ItemUseCount.last_seen_at)
    if items is not None:
        statement = statement.where(ItemUseCount.item.in_(tuple(items)))
    return {
        CellKey(item, OrganisationKind(attribute)): Usage(people, last)
        for item, attribute, people, last in session.execute(statement)
    }


def counted_at(session: Session) -> datetime | None:
    """When the counts were worked out last; None if never."""
    return session.scalar(select(ItemUseTally.counted_at))


def tally(sessions: SessionFactory) -> int:
    """Count what the trail has gained since the last time; returns how many looks that were. Two at once do no harm."""
    looks = 0
    while True:
        with one_transaction(sessions) as session:
            begin_writing(session)
            found, more = _count_some(session)
            looks += found
            if not more:
                _work_out(session)
                return looks


def _count_some(session: Session) -> tuple[int, bool]:
    """Count the next events; tells how many looks were among them, and whether there are more."""
    at = session.scalar(select(ItemUseTally).with_for_update().execution_options(populate_existing=True))
    if at is None:
        at = ItemUseTally(id=1, number=0)
        session.add(at)
        session.flush()
    last = session.scalar(select(func.max(AuditEvent.number))) or 0
    upto = min(at.number + EVENTS_AT_ONCE, last)
    looks = session.execute(
        select(AuditEvent.account_id, AuditEvent.at, AuditEvent.details)
        .where(
            AuditEvent.number > at.number,
            AuditEvent.number <= upto,
            AuditEvent.name.in_(_SHOWING),
            AuditEvent.outcome == Outcome.DONE.value,
            AuditEvent.account_id.is_not(None),
        )
        .order_by(AuditEvent.number)
    ).all()
    _note(session, _seen(_kinds(session, {row[0] for row in looks}), looks))
    at.number = upto
    session.flush()
    return len(looks), upto < last


def _kinds(session: Session, accounts: set[int]) -> dict[int, str]:
    rows = select(Account.id, Organisation.kind_code).join(Organisation).where(Account.id.in_(accounts))
    return dict(session.execute(rows).all())


def _seen(kinds: Mapping[int, str], looks: Iterable[Any]) -> _Seen:
    seen: _Seen = {}
    for account, at, details in looks:
        if account in kinds:
            seen.update(((kinds[account], item, account), at) for item in details.get("items", ()))
    return seen


def _note(session: Session, seen: _Seen) -> None:
    if not seen:
        return
    rows = [
        {"attribute": attribute, "item": item, "account_id": account, "last_seen_at": at}
        for (attribute, item, account), at in sorted(seen.items())
    ]
    statement = insert_or(session, ItemUse)
    latest = {"last_seen_at": statement.excluded.last_seen_at}
    key = [ItemUse.attribute, ItemUse.item, ItemUse.account_id]
    session.connection().execute(statement.on_conflict_do_update(index_elements=key, set_=latest), rows)


def _work_out(session: Session) -> None:
    """The counts of this moment. The last look is kept however long ago it was; who looked is not."""
    now = clock.now()
    lately = func.count().filter(ItemUse.last_seen_at > now - LATELY)
    counted = select(ItemUse.attribute, ItemUse.item, func.max(ItemUse.last_seen_at), lately)
    rows = session.execute(counted.group_by(ItemUse.attribute, ItemUse.item)).all()
    kept = {(one.attribute, one.item): one.last_seen_at for one in session.execute(select(ItemUseCount.__table__))}
    present = {(attribute, item): (people, at) for attribute, item, at, people in rows}
    session.execute(delete(ItemUseCount))
    values = [
        {"attribute": key[0], "item": key[1], "people": people, "last_seen_at": at}
        for key, (people, at) in ({key: (0, at) for key, at in kept.items()} | present).items()
    ]
    if values:
        session.execute(insert(ItemUseCount), values)
    session.execute(delete(ItemUse).where(ItemUse.last_seen_at <= now - LATELY))
    session.get_one(ItemUseTally, 1).counted_at = now
    session.flush()
