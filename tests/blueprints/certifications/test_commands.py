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


def test_facilities_that_left_the_list_are_counted_and_marked(app: Flask, tmp_path: Path) -> None:
    first, second = tmp_path / "06.山形県_1.xlsx", tmp_path / "06.山形県_2.xlsx"
    write_xlsx(first, Edition.COLUMNS_12, [row(f"A{number:06}B06") for number in range(3)])
    write_xlsx(second, Edition.COLUMNS_12, [row(f"A{number:06}B06") for number in range(2)])
    run(app, first)
    tried = run(app, second, "--dry-run").output
    assert "掲載がなくなった設備 1 件、再び掲載された設備 0 件（前回までの掲載 3 件）" in tried
    assert "掲載がなくなった設備 A000002B06" in tried
    result = run(app, second)
    assert "変更された項目 公表情報に掲載がなくなった日: 1 件" in result.output
    assert "再び掲載された設備 1 件" in run(app, first).output


def test_a_list_that_lost_too_many_says_so_and_how_to_go_on(app: Flask, tmp_path: Path) -> None:
    whole, part = tmp_path / "06.山形県_1.xlsx", tmp_path / "06.山形県_2.xlsx"
    write_xlsx(whole, Edition.COLUMNS_12, [row(f"A{number:06}B06") for number in range(30)])
    write_xlsx(part, Edition.COLUMNS_12, [row("A000000B06")])
    run(app, whole)
    result = run(app, part)
    assert result.exit_code == 0, "the rows themselves are taken in"
    assert "掲載がなくなった設備が 29 件あり、前回までの掲載 30 件の1割を超えます。" in result.output
    assert "--accept-vanished" in result.output
    assert "掲載がなくなった設備 29 件" in run(app, part, "--accept-vanished").output


def test_several_files_are_summed_up(app: Flask, workbook: Path, tmp_path: Path) -> None:
    other = tmp_path / "07.福島県.xlsx"
    write_xlsx(other, Edition.COLUMNS_12, [row("A000009D07")])
    result = run(app, workbook, other)
    assert "合計 2 ファイル、4 設備（4 行）を " in result.output
