"""Which catalogue the database was last told of, and since when each of its items counts (M9, M18).

Taking a catalogue into use is an act with a number and a record. A process that runs with another one shows no items;
and a grant counts for an item only if its edition is newer than the item's (last) coming, so that an item that went
and came again begins without anybody, whatever older editions say.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    SQLColumnExpression,
    String,
    and_,
    exists,
    func,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import clock
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.catalogue.catalogue import Catalogue, catalogue
from models.catalogue.grants import Grant, GrantsEdition, in_force_at
from models.catalogue.item import Item, can_be_granted
from models.db import Base, begin_writing, note_sizes
from models.errors import Conflict
from models.organisations.kinds import OrganisationKind

BEFORE_EVERY_EDITION = 0
DIGEST_LENGTH = 64


class CatalogueRecord(Base):
    """One taking into use; the one of the highest number is in force. ``digest`` is the ``Catalogue``'s."""

    __tablename__ = "catalogue_records"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH))
    items: Mapped[int]
    recorded_at: Mapped[datetime]


class CatalogueItem(Base):
    """An item that is or was in the catalogue. What its key and its code name never changes, not even once it is gone.

    ``since_edition`` is the newest edition of grants, those to come included, when the item came (again): only later
    ones count for it. ``removed_at`` is set while no catalogue in force has it.
    """

    __tablename__ = "catalogue_items"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    type: Mapped[str] = mapped_column(String(20))
    store: Mapped[str] = mapped_column(String(10))
    since_edition: Mapped[int]
    removed_at: Mapped[datetime | None]
    record: Mapped[int] = mapped_column(ForeignKey("catalogue_records.number"))

    def is_still(self, item: Item) -> bool:
        """Whether ``item`` is what this key has always named."""
        return (self.key, self.code, self.type, self.store) == (item.key, item.code, item.type.value, item.store.value)


class Standing(StrEnum):
    """How this process's catalogue stands to the one the database was told of."""

    RECORDED = "recorded"
    UNRECORDED = "unrecorded"
    ANOTHER = "another"


_NEWEST = select(func.max(CatalogueRecord.number)).scalar_subquery()


class InForce(NamedTuple):
    """The edition in force and the catalogue on record; its number and digest are None as long as there is none."""

    edition: GrantsEdition
    record: int | None
    digest: str | None


def in_force_with_record(session: Session, now: datetime) -> InForce | None:
    """What is in force at ``now``, found by one statement; None before the first edition."""
    statement = in_force_at(now).outerjoin(CatalogueRecord, CatalogueRecord.number == _NEWEST)
    found = session.execute(statement.add_columns(CatalogueRecord.number, CatalogueRecord.digest)).one_or_none()
    return InForce(*found) if found is not None else None


def counting_grants(session: Session, edition: int, attribute: OrganisationKind) -> dict[str, date | None]:
    """What an edition grants to an attribute and shows it, of items that were there when it was made.

    By item key; each with the last day before the grant's next review.
    """
    rows = select(Grant.item, Grant.review_due_on).where(Grant.edition == edition, Grant.attribute == attribute.value)
    return dict(session.execute(rows.where(counts(edition))).all())


def grants_of_item(session: Session, edition: int, item: str) -> dict[OrganisationKind, Grant]:
    """Why an edition shows an item, by the attribute it shows it to; an attribute that is missing does not see it."""
    found = select(Grant).where(Grant.edition == edition, Grant.item == item)
    return {OrganisationKind(one.attribute): one for one in session.scalars(found.where(counts(edition)))}


def counts(edition: int) -> ColumnElement[bool]:
    """The condition that one of an edition's grants counts today.

    Its item is in the catalogue, has been since before the edition was made, and may be granted to the attribute.
    """
    stayed = (CatalogueItem.removed_at.is_(None), CatalogueItem.since_edition < edition)
    return and_(exists().where(CatalogueItem.key == Grant.item, *stayed), grantable(Grant.item, Grant.attribute))


def unbroken(item: SQLColumnExpression[str], record: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """The condition that an item is in the catalogue, and has not left it since a record was the newest."""
    stayed = or_(CatalogueItem.since_edition == BEFORE_EVERY_EDITION, CatalogueItem.record <= record)
    return exists().where(CatalogueItem.key == item, CatalogueItem.removed_at.is_(None), stayed)


def grantable(item: SQLColumnExpression[str], attribute: SQLColumnExpression[str]) -> ColumnElement[bool]:
    """The condition that ``can_be_granted`` under the catalogue this process runs with, whatever was granted before."""
    never = _never_granted(catalogue())
    return and_(true(), *(or_(attribute != kind.value, item.not_in(items)) for kind, items in never.items()))


@lru_cache(maxsize=8)
def _never_granted(whole: Catalogue) -> Mapping[OrganisationKind, tuple[str, ...]]:
    """The items no ground will do for, by the attributes that have any."""
    found = {kind: tuple(one.key for one in whole.items if not can_be_granted(one, kind)) for kind in OrganisationKind}
    return {kind: items for kind, items in found.items() if items}


def newest_record(session: Session) -> int:
    """The number of the catalogue on record; 0 while there is none."""
    return session.scalar(select(func.max(CatalogueRecord.number))) or 0


def hold_catalogue(session: Session) -> None:
    """Nobody takes another catalogue into use until this transaction, which makes an edition, is over."""
    begin_writing(session)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE grants_editions IN ROW EXCLUSIVE MODE"))


def standing(session: Session) -> Standing:
    """Whether this process runs with the catalogue on record."""
    digest = session.scalar(select(CatalogueRecord.digest).where(CatalogueRecord.number == _NEWEST))
    if digest is None:
        return Standing.UNRECORDED
    return Standing.RECORDED if digest == catalogue().digest else Standing.ANOTHER


def known_items(session: Session) -> dict[str, CatalogueItem]:
    """Every item there ever was, by key."""
    return {one.key: one for one in session.scalars(select(CatalogueItem))}


def not_the_same(known: Mapping[str, CatalogueItem], items: tuple[Item, ...]) -> list[Item]:
    """Those of ``items`` whose key or code once named something else."""
    by_code = {one.code: one for one in known.values()}
    former = ((item, known.get(item.key) or by_code.get(item.code)) for item in items)
    return [item for item, found in former if found is not None and not found.is_still(item)]


def record_catalogue(session: Session, actor: Actor, taken: Catalogue) -> bool:
    """Put ``taken`` on record, with its items; tell whether that changed anything.

    Raises ``Conflict`` when a key or a code once named something else.
    """
    begin_writing(session)
    _alone(session)
    latest = session.scalar(select(CatalogueRecord).where(CatalogueRecord.number == _NEWEST))
    if latest is not None and latest.digest == taken.digest:
        return False
    known, now = known_items(session), clock.now()
    if wrong := not_the_same(known, taken.items):
        names = "、".join(f"{item.code} {item.key}" for item in wrong)
        raise Conflict(f"番号・キー・型・保管場所を、以前と違うものに使うことはできません: {names}")
    number = latest.number + 1 if latest else 1
    session.add(CatalogueRecord(number=number, digest=taken.digest, items=len(taken.items), recorded_at=now))
    session.flush()
    counts = _note_items(session, known, taken, number, _since(session, first=latest is None), now)
    details = {"number": number, "sha256": taken.digest, "items": len(taken.items), **counts}
    record(session, Event(EventName.CATALOGUE_TAKEN, actor, object=f"catalogue:{number}", details=details))
    return True


def _since(session: Session, *, first: bool) -> int:
    # What a deployment began with was there before its editions; the record of it may have come later.
    return BEFORE_EVERY_EDITION if first else session.scalar(select(func.max(GrantsEdition.number))) or 0


def _note_items(
    session: Session, known: dict[str, CatalogueItem], taken: Catalogue, number: int, since: int, now: datetime
) -> dict[str, int]:
    coming = [item for item in taken.items if item.key not in known or known[item.key].removed_at is not None]
    going = [one for key, one in known.items() if key not in taken.by_key and one.removed_at is None]
    for one in going:
        one.removed_at, one.record = now, number
    for item in coming:
        found = known.get(item.key)
        if found is None:
            found = CatalogueItem(key=item.key, code=item.code, type=item.type.value, store=item.store.value)
            session.add(found)
        found.since_edition, found.removed_at, found.record = since, None, number
    session.flush()
    note_sizes(session, CatalogueItem)
    return {"added": len(coming), "removed": len(going)}


def _alone(session: Session) -> None:
    """No edition is made and no catalogue taken while this one is: the newest edition is the newest of all."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE catalogue_records, grants_editions IN SHARE ROW EXCLUSIVE MODE"))
