"""``flask register``: files in, a report out; scope, totals and index made anew."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from models.audit.tables import AuditEvent
from models.db import db
from models.register.certification import Certification, ImportedFile
from models.register.scopes import RegisterScope
from models.register.tripwire import opened
from models.register.workbooks.layouts import Edition
from models.register.workbooks.writer import write_xlsx


def row(facility_id: str, **values: Any) -> dict[str, Any]:
    return {
        "facility_id": facility_id,
        "operator_name": "みほん電力株式会社",
        "representative_name": "見本　太郎",
        "operator_address": "山形県山形市旅篭町１－１",
        "source": "太陽光",
        "output_kw": Decimal("49.5"),
        "site_address": "山形県山形市大字見本１－１",
        "other_parcels": 0,
        "certified_on": date(2015, 3, 31),
    } | values


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Two good rows and one without a source."""
    path = tmp_path / "06.山形県.xlsx"
    write_xlsx(path, Edition.COLUMNS_12, [row("A000001B06"), row("A000002B06"), row("A000003B06", source=None)])
    return path


def run(app: Flask, *arguments: object, command: str = "import") -> Any:
    return app.test_cli_runner().invoke(args=["register", command, *map(str, arguments)])


def stored(app: Flask, table: Any) -> int:
    with app.app_context(), opened():
        return int(db.session.scalar(select(func.count()).select_from(table)) or 0)


def test_a_file_is_taken_in_and_reported(app: Flask, workbook: Path) -> None:
    result = run(app, workbook)
    assert result.exit_code == 0, result.output
    assert "新規 2 件、変更 0 件、変更なし 0 件、取り込めない行 1 行" in result.output
    assert "認定設備、7行目、発電設備区分: 値がありません。" in result.output
    assert stored(app, Certification) == 2
    assert "変更なし 2 件" in run(app, workbook).output


def test_a_dry_run_says_what_would_change_and_changes_nothing(app: Flask, workbook: Path, tmp_path: Path) -> None:
    run(app, workbook)
    other = tmp_path / "06.山形県_次.xlsx"
    write_xlsx(other, Edition.COLUMNS_12, [row("A000001B06", operator_name="次の電力株式会社")])
    result = run(app, other, "--dry-run")
    assert result.exit_code == 0, result.output
    assert "変更 A000001B06: 発電事業者名" in result.output
    assert "次の電力" not in result.output
    assert stored(app, ImportedFile) == 1


def test_a_strict_import_of_a_faulty_file_is_refused_with_its_rows(app: Flask, workbook: Path) -> None:
    result = run(app, workbook, "--strict")
    assert result.exit_code == 1
    assert "7行目" in result.output
    assert stored(app, Certification) == stored(app, ImportedFile) == 0


def test_a_file_that_is_no_register_does_not_keep_the_others_out(app: Flask, workbook: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n", encoding="utf-8")
    result = run(app, wrong, workbook)
    assert result.exit_code == 1
    assert "2個のうち1個のファイルを取り込みませんでした。" in result.output
    assert stored(app, Certification) == 2


def test_what_follows_from_the_register_is_made_anew_and_the_act_recorded(app: Flask, workbook: Path) -> None:
    run(app, workbook)
    before = stored(app, RegisterScope)
    with app.app_context(), opened():
        db.session.execute(delete(RegisterScope))
        db.session.commit()
    result = run(app, command="reindex")
    assert (result.exit_code, result.output.startswith("2件の認定情報")) == (0, True)
    assert stored(app, RegisterScope) == before > 0
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.number.desc()).limit(1)).one()
        assert (event.name, event.details) == ("register:index:rebuild", {"certifications": 2})
