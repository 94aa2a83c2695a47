"""A certified operator's own facilities, and how often each was looked at lately (B1, M10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from models import clock
from models.access import door
from models.access.viewer import Viewer
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent, AuditEventFacility
from models.catalogue.item import Item
from models.certifications.criteria import Parameters, SearchCriteria, read_criteria
from models.certifications.search import ResultPage, page_of
from models.looking_back.acts import NO_LOOKS
from models.looking_back.stretch import number_before

COUNTED = timedelta(days=90)
COLUMNS = ("facility_name", "source", "municipality")
"""By which an operator knows their facilities again, beside the 設備ID, as far as the catalogue in use has them."""
_ASKED = ("q", "size", "after", "before")


@dataclass(frozen=True, slots=True)
class OwnFacility:
    """One facility; ``values`` are those of the page's columns.

    ``looks`` and ``of_others`` count the last ``COUNTED``: all, and those of other organisations. ``last_at`` is the
    last look of another organisation in that time.
    """

    facility_id: str
    values: tuple[Any, ...]
    looks: int
    of_others: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class FacilitiesPage:
    """One page of them, with the question it answers."""

    found: ResultPage
    columns: tuple[Item, ...]
    rows: Sequence[OwnFacility]


def read_question(parameters: Parameters, viewer: Viewer) -> SearchCriteria:
    """The question an address states: words, and the place in the list."""
    criteria = read_criteria({name: parameters[name] for name in _ASKED if name in parameters}, viewer.items)
    columns = viewer.items.all_of(COLUMNS)
    return criteria.with_columns(columns) if columns else criteria


def own_facilities(session: Session, viewer: Viewer, criteria: SearchCriteria) -> FacilitiesPage:
    """The page asked for, as the register lists them; recorded, and no look."""
    with door.reading(session, viewer) as register:
        page = page_of(register, criteria)
        keys = [row.id for row in page.rows]
        counts = _counts(session, keys, viewer.actor.organisation_id)
        details = {"asked": criteria.asked(), "total": page.total}
        register.note(EventName.OWN_FACILITIES_LISTED, certifications=keys, details=details)
    rows = [
        OwnFacility(row.facility_id, row.values, *counts.get(row.id, (0, 0, None)))
        for row in page.rows
        if row.facility_id is not None
    ]
    return FacilitiesPage(page, page.criteria.columns, rows)


def _counts(session: Session, keys: Sequence[int], own: int | None) -> dict[int, tuple[int, int, datetime | None]]:
    facility, event = AuditEventFacility, AuditEvent
    of_others, since = func.coalesce(event.organisation_id, 0) != own, clock.now() - COUNTED
    counted = (
        select(
            facility.certification_id,
            func.count(),
            func.count(case((of_others, 1))),
            func.max(case((of_others, event.number))),
        )
        .join(event, event.number == facility.event_number)
        .where(
            and_(facility.certification_id.in_(keys), event.name.not_in(sorted(one.value for one in NO_LOOKS))),
            number_before(session, since) < facility.event_number,
            event.at > since,
        )
        .group_by(facility.certification_id)
    )
    found = session.execute(counted).all()
    last = [row[3] for row in found if row[3] is not None]
    moments = dict(session.execute(select(event.number, event.at).where(event.number.in_(last))).all())
    return {row[0]: (row[1], row[2], moments.get(row[3])) for row in found}
