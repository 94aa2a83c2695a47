"""Taking files of items in, and looking at what that left: for the tests of it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit.tables import AuditEvent
from models.catalogue.catalogue import catalogue
from models.catalogue.item import Store
from models.certifications.item_intake import ImportReport, import_items
from models.register.certification import Amendment, Certification, Document, ImportedFile
from models.register.tripwire import opened
from tests.databases.snapshot import Snapshot, snapshot
from tests.factories.facilities import IMPORTER
from tests.factories.item_files import write_item_csv

Take = Callable[..., ImportReport]
IN_FILES = [item for item in catalogue().items if item.store is not Store.SITE]


@pytest.fixture
def take(stock: Session, tmp_path: Path) -> Take:
    """Writes a CSV file of these rows under this header, imports it and commits."""

    def make(header: Sequence[str], *rows: Sequence[Any], **options: Any) -> ImportReport:
        path = write_item_csv(tmp_path / "items.csv", ["設備ID", *header], rows)
        report = import_items(stock, IMPORTER, path, **options)
        stock.commit()
        return report

    return make


def stored(stock: Session, facility_id: str) -> dict[str, Any]:
    """Every item of a certification that has a value."""
    statement = select(Certification, Document.items).outerjoin(Document, Document.certification_id == Certification.id)
    with opened():
        found, document = stock.execute(statement.where(Certification.facility_id == facility_id)).one()
        columns = {item.key: getattr(found, item.key) for item in IN_FILES if item.store is Store.COLUMN}
    stock.expire_all()
    return {key: value for key, value in (columns | (document or {})).items() if value is not None}


def history(stock: Session, facility_id: str) -> list[tuple[str, Any, Any, str | None]]:
    """Item, before, after, and the file that changed it."""
    statement = select(Amendment.item, Amendment.before, Amendment.after, ImportedFile.name)
    statement = statement.join(Certification).outerjoin(ImportedFile, ImportedFile.id == Amendment.file_id)
    with opened():
        found = stock.execute(statement.where(Certification.facility_id == facility_id).order_by(Amendment.id))
        return [tuple(row) for row in found]


def whole(stock: Session) -> Snapshot:
    """The whole database, past the door."""
    bind: Any = stock.get_bind()
    with opened():
        return snapshot(bind)


def last_event(stock: Session) -> AuditEvent:
    return stock.scalars(select(AuditEvent).order_by(AuditEvent.number.desc()).limit(1)).one()


def refusals(report: ImportReport) -> list[tuple[int, str | None, str]]:
    return [(row.row, row.column, row.reason) for row in report.refused]
