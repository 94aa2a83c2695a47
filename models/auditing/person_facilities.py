"""The certifications shown to a person, those seen last first: a page of them with the exact total, or all.

Of somebody busy hundreds of thousands of rows are added up, which is the whole work. Most pages lie among the latest
acts: these alone are added up to find such a page. Of all the rest only its own certifications are, and the total.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from models.audit.tables import AuditEvent, AuditEventFacility
from models.list_cursor import ListCursor
from models.lists import ListPage

LATEST = 1_000
"""Acts among which a page is looked for first."""
Conditions = Sequence[ColumnElement[bool]]
"""What chooses a person's events."""
Found = Sequence[Row[Any]]
"""Rows ``id times first last first_at last_at``: a certification's key, and its first and last event."""


def page_of(session: Session, theirs: Conditions, size: int, cursor: ListCursor | None) -> ListPage[Row[Any]]:
    """A page of the certifications shown in these events."""
    found, total = _found(session, theirs, size, cursor)
    backwards = cursor is not None and cursor.backwards
    more, found = len(found) > size, found[:size]
    found = found[::-1] if backwards else found
    before, after = (more, cursor is not None) if backwards else (cursor is not None, more)
    return ListPage(
        rows=found,
        total=total,
        preceding=ListCursor(found[0].last, found[0].id, backwards=True) if found and before else None,
        following=ListCursor(found[-1].last, found[-1].id) if found and after else None,
    )


def all_of(session: Session, theirs: Conditions) -> Found:
    """Every certification shown in these events."""
    return session.execute(_page(_seen(theirs), None, None)).all()


def _found(session: Session, theirs: Conditions, size: int, cursor: ListCursor | None) -> tuple[Found, int]:
    """The page's rows and one more if there is one, in the direction of the cursor; and how many there are in all."""
    older = _last_of_older(session, theirs)
    if older is not None and (cursor is None or int(cursor.value) > older):
        latest = _seen([*theirs, AuditEvent.number > older])
        found = session.execute(_page(latest, cursor, size + 1)).all()
        if len(found) > size or (cursor is not None and cursor.backwards):
            these = _seen_among(theirs, [row.id for row in found])
            return session.execute(_page(these, cursor, None)).all(), _how_many(session, theirs)
    found = session.execute(_page(_seen(theirs), cursor, size + 1)).all()
    return found, found[0].total if found else _how_many(session, theirs)


def _last_of_older(session: Session, theirs: Conditions) -> int | None:
    """The number of the event before the latest: whatever was shown after it was last shown after it."""
    event = AuditEvent
    return session.scalar(select(event.number).where(*theirs).order_by(event.at.desc()).offset(LATEST).limit(1))


def _seen(theirs: Conditions) -> Select[*tuple[Any, ...]]:
    return _shown().join(AuditEvent, AuditEvent.number == AuditEventFacility.event_number).where(*theirs)


def _seen_among(theirs: Conditions, keys: Sequence[int]) -> Select[*tuple[Any, ...]]:
    """The same of a few certifications: found by their own keys, and not by way of all that the person was shown.

    Nothing but the sum keeps SQLite from looking for every event at every certification.
    """
    facility, numbers = AuditEventFacility, select(AuditEvent.number).where(*theirs)
    return _shown().where(facility.certification_id.in_(keys), (facility.event_number + 0).in_(numbers))


def _shown() -> Select[*tuple[Any, ...]]:
    facility = AuditEventFacility
    return select(
        facility.certification_id.label("id"),
        func.count().label("times"),
        func.min(facility.event_number).label("first"),
        func.max(facility.event_number).label("last"),
    ).group_by(facility.certification_id)


def _how_many(session: Session, theirs: Conditions) -> int:
    facility = AuditEventFacility
    counted = select(func.count(facility.certification_id.distinct())).where(*theirs)
    return session.scalar(counted.join(AuditEvent, AuditEvent.number == facility.event_number)) or 0


def _page(seen: Select[Any], cursor: ListCursor | None, limit: int | None) -> Select[*tuple[Any, ...]]:
    """The page's certifications, with the moments of their first and last events looked up for them alone.

    Both the page and the ``total`` come from one table that is added up once.
    """
    one = seen.cte("seen")
    chosen = select(one, select(func.count()).select_from(one).scalar_subquery().label("total"))
    backwards = cursor is not None and cursor.backwards
    if cursor is not None:
        row, edge = tuple_(one.c.last, one.c.id), tuple_(cursor.value, cursor.key)
        chosen = chosen.where(row > edge if backwards else row < edge)
    order = (one.c.last.asc(), one.c.id.asc()) if backwards else (one.c.last.desc(), one.c.id.desc())
    page = chosen.order_by(*order).limit(limit).subquery("page")
    first, last = aliased(AuditEvent), aliased(AuditEvent)
    statement = (
        select(page, first.at.label("first_at"), last.at.label("last_at"))
        .join(first, first.number == page.c.first)
        .join(last, last.number == page.c.last)
    )
    return statement.order_by(
        *((page.c.last.asc(), page.c.id.asc()) if backwards else (page.c.last.desc(), page.c.id.desc()))
    )
