"""Facilities as they are published, taken into a register the way a deployment takes them: from a workbook."""

import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from models.audit.actor import Actor
from models.certifications.intake import ImportReport, import_file
from models.register.items import store_items
from models.register.workbooks.layouts import Edition
from models.register.workbooks.writer import write_xlsx

IMPORTER = Actor.at_console("importer")
Row = dict[str, Any]


def facility(facility_id: str, address: str, **values: Any) -> Row:
    """One facility as published in the layout of 18 columns; ``values`` replace the example's."""
    return {
        "facility_id": facility_id,
        "operator_name": "みほん電力株式会社",
        "representative_name": "見本　太郎",
        "operator_address": "東京都千代田区霞が関１－１",
        "operator_telephone": "000-000-0000",
        "source": "太陽光",
        "output_kw": Decimal("49.5"),
        "site_address": address,
        "other_parcels": 0,
        "panel_output_kw": Decimal("60.1"),
        "certified_on": date(2015, 3, 31),
        "operation_planned_on": None,
        "operation_reported_month": "2016-02",
        "self_sustained_operation": "有",
        "supply_outlet": "有",
        "disposal_reserve_method": None,
        "disposal_reserve_status": None,
        "procurement_ends_month": None,
    } | values


def parcels(facility_id: str, *addresses: str) -> list[Row]:
    """Every parcel of one facility, numbered from 1."""
    return [
        {"facility_id": facility_id, "parcel_number": number, "parcel_address": address}
        for number, address in enumerate(addresses, start=1)
    ]


def take_in(session: Session, facilities: Sequence[Row], sites: Sequence[Row] = ()) -> ImportReport:
    """Import these rows from a workbook and commit; every row has to be taken."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facilities.xlsx"
        write_xlsx(path, Edition.COLUMNS_18, facilities, sites)
        report = import_file(session, IMPORTER, path, strict=True)
    session.commit()
    return report


def fill(session: Session, items: Mapping[str, Mapping[str, Any]]) -> None:
    """Write items of certifications, by 設備ID, and commit."""
    store_items(session, items.items())
    session.commit()
