"""A certification as it is stored, at one moment: what a change is measured against, and what it leads to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.register.bulk import one_of
from models.register.certification import Certification, Document, FacilityId, Site
from models.register.scope_facts import SiteFact, laws_of

COLUMNS: tuple[str, ...] = tuple(
    column.key for column in Certification.__table__.columns if column.key not in {"id", "created_at", "updated_at"}
)
"""The stored columns that say something about a certification."""

# Of the tables and not of the classes: many rows, of which nothing is to be tracked.
_certifications, _sites = Certification.__table__.c, Site.__table__.c
_ids, _documents = FacilityId.__table__.c, Document.__table__.c
_READ = select(_certifications.id, *(_certifications[key] for key in COLUMNS))
_READ_SITES = select(
    _sites.certification_id,
    _sites.parcel_number,
    _sites.address,
    _sites.prefecture,
    _sites.municipality,
    _sites.supply_area,
)


@dataclass(slots=True)
class Facts:
    """Columns by key, parcels by 連番, every 設備ID it has had, and the laws that apply to it."""

    values: dict[str, Any]
    sites: Mapping[int, SiteFact] = field(default_factory=dict)
    facility_ids: Sequence[str] = ()
    laws: frozenset[str] = frozenset()


def certifications_by_id(session: Session, facility_ids: Collection[str]) -> dict[str, int]:
    """The certifications that have, or had, these 設備IDs."""
    statement = select(_ids.facility_id, _ids.certification_id)
    found = session.execute(statement.where(one_of(session, _ids.facility_id, facility_ids)))
    return dict(found.all())


def stored_facts(session: Session, numbers: Collection[int]) -> dict[int, Facts]:
    """Columns and parcels of these certifications; ``complete`` adds what only a change needs."""
    found = session.execute(_READ.where(one_of(session, _certifications.id, numbers)))
    facts = {row[0]: Facts(dict(zip(COLUMNS, row[1:], strict=True)), {}) for row in found}
    parcels: dict[int, dict[int, SiteFact]] = {number: {} for number in facts}
    sites = session.execute(_READ_SITES.where(one_of(session, _sites.certification_id, facts)))
    for number, parcel_number, address, prefecture, municipality, area in sites:
        parcels[number][parcel_number] = SiteFact(address, prefecture, municipality, area)
    for number, found_parcels in parcels.items():
        facts[number].sites = found_parcels
    return facts


def complete(session: Session, facts: Mapping[int, Facts]) -> None:
    """Add the 設備IDs and the laws of certifications that are about to change."""
    if not facts:
        return
    ids: dict[int, list[str]] = {number: [] for number in facts}
    statement = select(_ids.certification_id, _ids.facility_id)
    statement = statement.where(one_of(session, _ids.certification_id, facts)).order_by(_ids.facility_id)
    for number, facility_id in session.execute(statement):
        ids[number].append(facility_id)
    for number, found in ids.items():
        facts[number].facility_ids = tuple(found)
    documents = select(_documents.certification_id, _documents["items"])
    documents = documents.where(one_of(session, _documents.certification_id, facts))
    for number, items in session.execute(documents):
        facts[number].laws = laws_of(items)
