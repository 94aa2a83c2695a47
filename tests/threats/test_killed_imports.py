"""An import killed at any point leaves the register before or after, and the next start says which (B6)."""

import signal
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine

from models.register.workbooks.layouts import Edition
from models.register.workbooks.writer import write_xlsx
from models.settings import Settings
from tests.amount import DEEP
from tests.databases.snapshot import Snapshot, changed, snapshot
from tests.factories.facilities import facility, parcels
from tests.threats.killed_import import BEFORE, COMMITTED, NEVER, start

AT_HOME = "山形県山形市大字見本１－１"


def published(path: Path, kilowatts: int, count: int) -> Path:
    rows = [facility(f"A{number:06}B06", AT_HOME, output_kw=Decimal(kilowatts)) for number in range(count)]
    sites = [site for row in rows for site in parcels(row["facility_id"], AT_HOME, "山形県米沢市見本２")]
    write_xlsx(path, Edition.COLUMNS_18, rows, sites)
    return path


def held(settings: Settings) -> Snapshot:
    engine = create_engine(settings.database)
    try:
        return snapshot(engine)
    finally:
        engine.dispose()


def told(app: Flask, *arguments: str) -> str:
    return app.test_cli_runner().invoke(args=list(arguments)).output


@pytest.fixture
def second_list(app: Flask, tmp_path: Path) -> Path:
    """The next month's list: the first one is in the register; some facilities change, some come, one goes."""
    first = published(tmp_path / "06.山形県.xlsx", 10, 5)
    assert "新規 5 件" in told(app, "register", "import", str(first))
    rows = [facility(f"A{number:06}B06", AT_HOME, output_kw=Decimal(20)) for number in range(1, 9)]
    path = tmp_path / "06.山形県_次.xlsx"
    write_xlsx(path, Edition.COLUMNS_18, rows, [])
    return path


def kill(settings: Settings, point: str, path: Path) -> None:
    process = start(settings.database, settings.instance, point, "register", "import", str(path))
    output = process.communicate()[0]
    assert process.returncode == -signal.SIGKILL, output


def test_killed_before_its_commit_it_leaves_what_was_and_the_next_start_says_so(
    app: Flask, settings: Settings, second_list: Path
) -> None:
    before = held(settings)
    lost = f"{second_list.name} の取込み"
    for point in BEFORE if DEEP else BEFORE[1::2]:
        kill(settings, point, second_list)
        assert changed(before, held(settings)) == set(), point
        assert len(list(settings.imports_folder.iterdir())) == 1, "what the one before left is gone"
        assert told(app, "doctor").count(lost) == 1, point
    said = told(app, "register", "import", str(second_list))
    assert said.count("ファイルは取り込まれていません") == said.count(lost) == 1
    assert "新規 4 件、変更 5 件、変更なし 0 件" in said
    assert list(settings.imports_folder.iterdir()) == []
    assert "途中で中断した取込みはありません" in told(app, "doctor")


def test_killed_after_its_commit_it_leaves_what_shall_be_and_the_next_start_says_so(
    app: Flask, settings: Settings, second_list: Path
) -> None:
    kill(settings, COMMITTED, second_list)
    after = held(settings)
    assert "ファイルは取り込み済みです" in told(app, "doctor")
    said = told(app, "register", "import", str(second_list), "--dry-run")
    assert "ファイルは取り込み済みです" in said
    assert "新規 0 件、変更 0 件、変更なし 8 件" in said, "the whole file is in"
    assert changed(after, held(settings)) == set()
    assert "取り込み済み" in told(app, "register", "import", str(second_list)), "a dry run forgets nothing"
    assert "取り込み済み" not in told(app, "register", "import", str(second_list))


def test_two_at_once_take_turns(app: Flask, settings: Settings, second_list: Path) -> None:
    both = [start(settings.database, settings.instance, NEVER, "register", "import", str(second_list)) for _ in "12"]
    said = sorted(process.communicate()[0] for process in both)
    assert [process.returncode for process in both] == [0, 0], said
    assert sum("新規 4 件、変更 5 件" in each for each in said) == 1, said
    assert sum("変更 0 件、変更なし 8 件" in each for each in said) == 1, said
