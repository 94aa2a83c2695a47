"""``flask register import-items``: files of items in, a report out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from models.db import db
from models.register.certification import Certification, ImportedFile
from models.register.tripwire import opened
from tests.factories.facilities import facility, take_in
from tests.factories.item_files import write_item_csv
from tests.factories.stock import FUJI

ONE, OTHER = "A000001C22", "A000002C22"
HEADER = ["設備ID", "設備名称", "接続契約締結先"]


@pytest.fixture
def registered(app: Flask) -> Flask:
    """An application whose register holds two certifications."""
    with app.app_context():
        take_in(db.session(), [facility(ONE, FUJI), facility(OTHER, FUJI)])
    return app


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "items.csv"


def run(app: Flask, path: Path, *options: str, header: Sequence[str] = (), rows: Sequence[Sequence[str]] = ()) -> Any:
    write_item_csv(path, header or HEADER, rows)
    return app.test_cli_runner().invoke(args=["register", "import-items", str(path), *options])


def stored(app: Flask, column: Any) -> list[Any]:
    with app.app_context(), opened():
        return list(db.session.scalars(select(column)))


def test_items_are_taken_in_and_reported_with_the_rate(registered: Flask, path: Path) -> None:
    rows = [[ONE, "見本発電所", "tokyo"], ["A999999C22", "無い発電所", ""], [OTHER, "", ""]]
    result = run(registered, path, rows=rows)
    assert result.exit_code == 0, result.output
    assert "3 設備（3 行）" in result.output
    assert "毎秒" in result.output
    assert "新規 0 件、変更 1 件、変更なし 1 件、取り込めない行 1 行" in result.output
    assert "変更された項目 設備名称（発電所名称）: 1 件" in result.output
    assert "取り込めない行 3行目、設備ID: この設備IDの認定は登録されていません。" in result.output
    assert "見本発電所" not in result.output
    assert sorted(stored(registered, Certification.facility_name), key=str) == [None, "見本発電所"]
    assert "変更 0 件、変更なし 2 件" in run(registered, path, rows=rows).output


def test_a_dry_run_changes_nothing_and_says_what_would(registered: Flask, path: Path) -> None:
    files = len(stored(registered, ImportedFile.id))
    result = run(registered, path, "--dry-run", rows=[[ONE, "見本発電所", ""]])
    assert result.exit_code == 0, result.output
    assert f"変更 {ONE}: 設備名称（発電所名称）" in result.output
    assert stored(registered, Certification.facility_name) == [None, None]
    assert len(stored(registered, ImportedFile.id)) == files


def test_a_strict_import_with_a_faulty_row_takes_nothing(registered: Flask, path: Path) -> None:
    result = run(registered, path, "--strict", rows=[[ONE, "見本発電所", ""], [OTHER, "", "見本電力"]])
    assert result.exit_code == 1
    assert "3行目、接続契約締結先: この項目で選べる値ではありません。" in result.output
    assert "見本電力" not in result.output
    assert stored(registered, Certification.facility_name) == [None, None]


def test_a_file_that_cannot_be_used_does_not_keep_the_others_out(registered: Flask, path: Path, tmp_path: Path) -> None:
    wrong = write_item_csv(tmp_path / "wrong.csv", ["設備ID", "無い項目"], [])
    result = run(registered, path, str(wrong), rows=[[ONE, "見本発電所", ""]])
    assert result.exit_code == 1
    assert "wrong.csv: 1行目の見出し「無い項目」は、項目の一覧にありません。" in result.output
    assert "2個のうち1個のファイルを取り込みませんでした。" in result.output
    assert "見本発電所" in stored(registered, Certification.facility_name)
