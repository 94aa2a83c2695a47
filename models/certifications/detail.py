"""One certification in full: the register's sections, its sites, its history, and what is withheld (M1, M9, M11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.orm import Session

from models.access import door
from models.access.door import Reading
from models.access.granted_documents import granted_document
from models.access.granted_keys import is_granted
from models.access.viewer import Viewer
from models.access.visible_items import VisibleItems
from models.audit.event_names import EventName, Outcome
from models.catalogue.catalogue import catalogue
from models.catalogue.item import Item, Section
from models.certifications.identity import find_in_scope
from models.certifications.item_columns import column_of, typed
from models.errors import NotFound
from models.register.certification import AMENDMENTS, CERTIFICATIONS, FACILITY_IDS, SITES

# What every record is asked: made once, these are compiled once.
_OF_ONE: BindParameter[int] = bindparam("certification")
_SITE_COUNT = select(func.count()).select_from(SITES).where(SITES.c.certification_id == _OF_ONE)
_IDS = select(FACILITY_IDS.c.facility_id).where(FACILITY_IDS.c.certification_id == _OF_ONE)
_IDS = _IDS.order_by(FACILITY_IDS.c.first_seen_at)
SITES_ON_A_PAGE = 100
AMENDMENTS_ON_A_PAGE = 200
LONGEST_ASKED = 40


@dataclass(frozen=True, slots=True)
class SectionValues:
    """A section with its filled visible items, how many visible ones are empty, and how many are withheld by rule."""

    section: Section
    values: tuple[tuple[Item, Any], ...]
    empty: int
    withheld: int


@dataclass(frozen=True, slots=True)
class Amended:
    """One changed value of a visible item; ``parcel_number`` when it belongs to a site."""

    item: Item
    parcel_number: int | None
    before: Any
    after: Any
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One parcel; a part the viewer may not see is None."""

    parcel_number: int | None
    address: str | None


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything a viewer may see of one certification. ``sites`` is one page of ``site_count``."""

    facility_id: str
    asked_id: str
    former_ids: tuple[str, ...]
    sections: tuple[SectionValues, ...]
    sites: tuple[SiteRow, ...]
    site_count: int
    sites_page: int
    sites_withheld: bool
    amendments: tuple[Amended, ...]
    edition: int
    proposal: bool

    @property
    def shown(self) -> list[str]:
        """The keys of the items whose values are shown, for the record."""
        return [item.key for section in self.sections for item, _value in section.values]


def read(session: Session, viewer: Viewer, facility_id: str, sites_page: int = 1) -> Detail:
    """The certification with this present or former 設備ID.

    Raises ``NotFound`` alike when it does not exist, lies outside the viewer's rows, or cannot be an ID at all; the
    attempt is recorded (M11).
    """
    detail = None
    with door.reading(session, viewer) as register:
        asked = {"facility_id": [facility_id[:LONGEST_ASKED]]}
        found = find_in_scope(register, facility_id)
        if found is None:
            name = EventName.CERTIFICATION_ABSENT
            register.note(name, object="facility:absent", outcome=Outcome.REFUSED, details={"asked": asked})
        else:
            detail = detail_of(register, found.id, found.facility_id, facility_id, max(sites_page, 1))
            register.note(
                EventName.CERTIFICATION_READ,
                certifications=[found.id],
                object=f"facility:{found.facility_id}",
                details={"asked": asked, "items": detail.shown},
            )
    if detail is None:
        raise NotFound
    return detail


def detail_of(register: Reading, key: int, facility_id: str, asked_id: str, sites_page: int = 1) -> Detail:
    """Everything the reader may see of a certification; whoever asks states it in the record."""
    items = register.viewer.items
    sites, site_count = _sites(register, key, sites_page)
    return Detail(
        facility_id=facility_id,
        asked_id=asked_id,
        former_ids=_former_ids(register, key, facility_id),
        sections=_sections(register, key),
        sites=sites,
        site_count=site_count,
        sites_page=sites_page,
        sites_withheld="parcel_addresses" not in items,
        amendments=_amendments(register, key),
        edition=items.edition,
        proposal=items.proposal,
    )


def _sections(register: Reading, key: int) -> tuple[SectionValues, ...]:
    items = register.viewer.items
    values = granted_document(register, key)
    columns = [column_of(item) for item in items.in_columns]
    row = register.execute(select(*columns).where(CERTIFICATIONS.c.id == key)).one()
    values |= {item.key: value for item, value in zip(items.in_columns, row, strict=True)}
    filled: dict[str, list[tuple[Item, Any]]] = {}
    # By what is filled, not by what could be: a record has a hundred values, a catalogue thousands of items.
    for name in sorted((name for name, value in values.items() if value is not None), key=items.places.__getitem__):
        item = items.by_key[name]
        filled.setdefault(item.section, []).append((item, typed(item, values[name])))
    return tuple(_section(section, items, filled.get(section.number, ())) for section in catalogue().sections)


def _section(section: Section, items: VisibleItems, filled: Sequence[tuple[Item, Any]]) -> SectionValues:
    empty = len(items.by_section.get(section.number, ())) - len(filled)
    return SectionValues(section, tuple(filled), empty, items.withheld.get(section.number, 0))


def _sites(register: Reading, key: int, page: int) -> tuple[tuple[SiteRow, ...], int]:
    items = register.viewer.items
    columns: list[Any] = [SITES.c.parcel_number] if "parcel_number" in items else []
    columns += [SITES.c.address] if "parcel_addresses" in items else []
    if not columns:
        return (), 0
    number = register.execute(_SITE_COUNT, {"certification": key}).scalar_one()
    statement = select(*columns).where(SITES.c.certification_id == key).order_by(SITES.c.parcel_number)
    rows = register.execute(statement.limit(SITES_ON_A_PAGE).offset((page - 1) * SITES_ON_A_PAGE))
    return tuple(_site(row._mapping) for row in rows), number


def _site(row: Any) -> SiteRow:
    return SiteRow(row.get("parcel_number"), row.get("address"))


def _former_ids(register: Reading, key: int, present: str) -> tuple[str, ...]:
    if "former_facility_id" not in register.viewer.items:
        return ()
    rows = register.execute(_IDS, {"certification": key}).scalars()
    return tuple(one for one in rows if one != present)


def _amendments(register: Reading, key: int) -> tuple[Amended, ...]:
    items = register.viewer.items
    by_key = items.by_key
    shown = (AMENDMENTS.c[name] for name in ("item", "parcel_number", "before", "after", "changed_at"))
    statement = (
        select(*shown)
        .where(AMENDMENTS.c.certification_id == key, is_granted(AMENDMENTS.c.item, register.dialect, items))
        .order_by(AMENDMENTS.c.changed_at.desc(), AMENDMENTS.c.id.desc())
        .limit(AMENDMENTS_ON_A_PAGE)
    )
    return tuple(
        Amended(by_key[row[0]], row[1], typed(by_key[row[0]], row[2]), typed(by_key[row[0]], row[3]), row[4])
        for row in register.execute(statement)
    )
