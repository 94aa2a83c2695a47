"""The certification and what belongs to it (M1).

Every typed column below carries the key of the viewing item it holds, so that the catalogue can name it; everything
else an item may say lives in one document per certification.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base, ordered_text

ADDRESS_LENGTH = 1000
SORTED_BY_INDEX = frozenset({"facility_id", "operator_name", "output_kw"})
"""The items, beside the day of certification, by which a list of any length can be sorted."""


class Certification(Base):
    """One certified facility.

    ``id`` is the register's own key and never changes; the 設備ID does when FIT becomes FIP. ``source_group`` is the
    kind of energy behind the published phrase in ``source``. ``position`` is its place in the listing
    (``models.register.scopes.listing_position``). Outputs are kW, prices yen per kWh, months ``YYYY-MM``.
    ``publication_prefecture`` is the prefecture in whose published list it stood last, and
    ``publication_absent_since`` the day on which that list was found without it.
    """

    __tablename__ = "register_certifications"
    __table_args__ = (
        Index("ix_register_certifications_operator_name_position", "operator_name", "position"),
        Index("ix_register_certifications_output_kw_position", "output_kw", "position"),
        Index("ix_register_certifications_created_at_position", "created_at", "position"),
        Index("ix_register_certifications_publication", "publication_prefecture", "publication_absent_since"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, unique=True)
    facility_id: Mapped[str] = mapped_column(ordered_text(10), unique=True)
    scheme: Mapped[str | None] = mapped_column(String(10))
    certification_category: Mapped[str | None] = mapped_column(String(20))
    status: Mapped[str | None] = mapped_column(String(20))
    certified_on: Mapped[date | None]
    amended_on: Mapped[date | None]
    applied_on: Mapped[date | None]
    bureau: Mapped[str | None] = mapped_column(String(1))
    source: Mapped[str | None] = mapped_column(String(100))
    source_group: Mapped[str | None] = mapped_column(String(20))
    output_class: Mapped[str | None] = mapped_column(String(20))
    facility_name: Mapped[str | None] = mapped_column(ordered_text(300))
    fiscal_year: Mapped[int | None]
    operator_name: Mapped[str | None] = mapped_column(ordered_text(300))
    operator_kind: Mapped[str | None] = mapped_column(String(4))
    operator_id: Mapped[int | None] = mapped_column(ForeignKey("register_operators.id"))
    representative_name: Mapped[str | None] = mapped_column(String(200))
    operator_address: Mapped[str | None] = mapped_column(String(500))
    operator_telephone: Mapped[str | None] = mapped_column(String(40))
    output_kw: Mapped[float | None]
    panel_output_kw: Mapped[float | None]
    self_sustained_operation: Mapped[str | None] = mapped_column(String(4))
    supply_outlet: Mapped[str | None] = mapped_column(String(4))
    wiring_class: Mapped[str | None] = mapped_column(String(20))
    roof_mounted: Mapped[bool | None] = mapped_column(Boolean)
    ground_mounted: Mapped[bool | None] = mapped_column(Boolean)
    site_address: Mapped[str | None] = mapped_column(String(ADDRESS_LENGTH))
    other_parcels: Mapped[int | None]
    prefecture: Mapped[str | None] = mapped_column(String(2))
    municipality: Mapped[str | None] = mapped_column(ordered_text(5))
    supply_area: Mapped[str | None] = mapped_column(String(10))
    grid_operator: Mapped[str | None] = mapped_column(String(10))
    connection_contracted_on: Mapped[date | None]
    operation_planned_on: Mapped[date | None]
    operation_started_on: Mapped[date | None]
    operation_reported_month: Mapped[str | None] = mapped_column(ordered_text(7))
    procurement_price: Mapped[float | None]
    procurement_years: Mapped[int | None]
    procurement_ends_month: Mapped[str | None] = mapped_column(ordered_text(7))
    lapses_on: Mapped[date | None]
    fip_transferred_on: Mapped[date | None]
    former_facility_id: Mapped[str | None] = mapped_column(String(10))
    disposal_reserve_method: Mapped[str | None] = mapped_column(String(30))
    disposal_reserve_status: Mapped[str | None] = mapped_column(String(30))
    publication_prefecture: Mapped[str | None] = mapped_column(String(2))
    publication_absent_since: Mapped[date | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class FacilityId(Base):
    """Every 設備ID a certification has ever had, so that an old one still finds it and none is given twice."""

    __tablename__ = "register_facility_ids"

    facility_id: Mapped[str] = mapped_column(String(10), primary_key=True)
    certification_id: Mapped[int] = mapped_column(ForeignKey("register_certifications.id"), index=True)
    first_seen_at: Mapped[datetime]


class Site(Base):
    """One parcel of a facility. ``parcel_number`` is the register's 連番; the address is as published."""

    __tablename__ = "register_sites"
    __table_args__ = {"sqlite_with_rowid": False}

    certification_id: Mapped[int] = mapped_column(ForeignKey("register_certifications.id"), primary_key=True)
    parcel_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    prefecture: Mapped[str | None] = mapped_column(String(2))
    municipality: Mapped[str | None] = mapped_column(String(5))
    supply_area: Mapped[str | None] = mapped_column(String(10))


class Document(Base):
    """The items of a certification that have no column, by item key, filled ones only."""

    __tablename__ = "register_documents"

    certification_id: Mapped[int] = mapped_column(
        ForeignKey("register_certifications.id"), primary_key=True, autoincrement=False
    )
    items: Mapped[dict[str, Any]]


class Amendment(Base):
    """One changed value. ``before`` and ``after`` are the item's values as JSON."""

    __tablename__ = "register_amendments"
    __table_args__ = (
        Index("ix_register_amendments_certification_id_item", "certification_id", "item"),
        Index("ix_register_amendments_changed_at_item", "changed_at", "item", "certification_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    certification_id: Mapped[int] = mapped_column(ForeignKey("register_certifications.id"))
    item: Mapped[str] = mapped_column(String(64))
    parcel_number: Mapped[int | None]
    before: Mapped[dict[str, Any] | None] = mapped_column()
    after: Mapped[dict[str, Any] | None] = mapped_column()
    changed_at: Mapped[datetime]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("imported_files.id"))


class ImportedFile(Base):
    """One file taken into the register: what came of it (not itself certified information)."""

    __tablename__ = "imported_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    added: Mapped[int]
    changed: Mapped[int]
    unchanged: Mapped[int]
    refused: Mapped[int]


_OWN = frozenset(
    {"id", "position", "source_group", "operator_id", "publication_prefecture", "created_at", "updated_at"}
)
ITEM_COLUMNS = frozenset(Certification.__table__.columns.keys()) - _OWN
"""The columns a catalogue can name as items; the others serve the register itself."""
SITE_ITEMS = frozenset({"parcel_number", "parcel_addresses", "representative_parcel"})
"""The items that tell of single parcels."""
CERTIFICATIONS, FACILITY_IDS = Certification.__table__, FacilityId.__table__
SITES, AMENDMENTS = Site.__table__, Amendment.__table__
"""For statements that read columns: of a table's own columns they are made in half the time of mapped attributes."""
