"""A register of the test's own, its search index made, and published files written into a folder."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import ColumnElement, false, func, inspect, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.certifications.intake import ImportReport, import_file
from models.register import search_index
from models.register.certification import Amendment, Certification
from models.register.scope_keys import ScopeKey
from models.register.scopes import RegisterScope
from models.register.search_index import Sought
from models.register.tripwire import opened
from models.register.workbooks.layouts import Edition
from models.register.workbooks.writer import write_xlsx
from tests.factories import facilities
from tests.factories.facilities import IMPORTER, Row, parcels

__all__ = ["IMPORTER", "Register", "Row", "facility", "parcels", "person"]


def facility(facility_id: str = "A123456B06", **values: Any) -> Row:
    """A facility in Yamagata, as published in the layout of 18 columns; ``values`` replace the example's."""
    at_home = {"operator_address": "山形県山形市旅篭町１－１"}
    return facilities.facility(facility_id, "山形県山形市大字見本１－１", **(at_home | values))


def person(facility_id: str, name: str) -> Row:
    """A facility of a natural person, as METI publishes it."""
    return facility(
        facility_id, operator_name=name, representative_name=None, operator_address=None, operator_telephone=None
    )


class Register:
    """A register and a folder of published files."""

    def __init__(self, session: Session, folder: Path) -> None:
        self.session = session
        self._folder = folder

    def write(self, rows: Sequence[Mapping[str, Any]], sites: Sequence[Mapping[str, Any]] = ()) -> Path:
        """A workbook of these rows."""
        path = self._folder / "06.山形県.xlsx"
        write_xlsx(path, Edition.COLUMNS_18, rows, sites)
        return path

    def take(self, *rows: Row, sites: Sequence[Row] = (), strict: bool = False, dry_run: bool = False) -> ImportReport:
        """Write a workbook and import it, committed."""
        path = self.write(rows, sites)
        report = import_file(self.session, IMPORTER, path, strict=strict, dry_run=dry_run)
        self.session.commit()
        return report

    def rows(self, statement: Any) -> list[Any]:
        """What a statement finds, past the door."""
        with opened():
            found = [tuple(row) for row in self.session.execute(statement)]
        self.session.rollback()
        return found

    def value(self, facility_id: str, key: str) -> Any:
        """A stored column of a facility."""
        statement = select(Certification.__table__.c[key]).where(Certification.facility_id == facility_id)
        return self.rows(statement)[0][0]

    def scope(self, facility_id: str) -> set[tuple[str, str]]:
        """The scope keys a facility carries, without the operator's."""
        statement = select(RegisterScope.kind, RegisterScope.code)
        statement = statement.join(Certification, Certification.position == RegisterScope.position)
        statement = statement.where(Certification.facility_id == facility_id, RegisterScope.kind != "operator")
        return set(self.rows(statement))

    def history(self, facility_id: str) -> list[tuple[str, int | None, Any, Any]]:
        """The amendments of a facility: item, parcel, before, after."""
        statement = select(Amendment.item, Amendment.parcel_number, Amendment.before, Amendment.after)
        statement = statement.join(Certification).where(Certification.facility_id == facility_id)
        return self.rows(statement.order_by(Amendment.id))

    def found(self, term: str, *items: str, **options: Any) -> set[str]:
        """The 設備ID of facilities that a search for ``term`` in ``items`` finds."""
        condition = self.condition(term, *items, **options)
        return {row[0] for row in self.rows(select(Certification.facility_id).where(condition))}

    def condition(
        self,
        term: str,
        *items: str,
        scope: frozenset[ScopeKey] = frozenset(),
        position: InstrumentedAttribute[int] = Certification.position,
        phrase: bool = False,
    ) -> ColumnElement[bool]:
        """The condition such a search is."""
        sought = Sought(frozenset(items or search_index.SEARCHABLE), term, phrase=phrase)
        found = search_index.positions(self.session.get_bind().dialect.name, [sought], scope)
        return false() if found is None else position.in_(found)

    def count(self, table: Any) -> int:
        """How many rows a table has."""
        return int(self.rows(select(func.count()).select_from(table))[0][0])


@pytest.fixture
def register(session: Session, tmp_path: Path) -> Register:
    """An empty register."""
    bind = session.get_bind()
    if not inspect(bind).has_table(search_index.TABLE):
        with opened():
            for statement in search_index.statements(bind.dialect.name):
                session.connection().exec_driver_sql(statement)
            session.commit()
    return Register(session, tmp_path)
