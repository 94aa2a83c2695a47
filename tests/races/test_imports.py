"""Imports and other writers of the register at the same time: one after the other, and whoever waits says so."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

import models.db
from models.certifications.intake import ImportReport, import_file
from models.certifications.under_way import under_way, unfinished
from models.register.numbers import take_turn
from models.register.tripwire import opened
from models.register.workbooks.layouts import Edition
from models.register.workbooks.writer import write_xlsx
from models.settings import Settings
from tests.factories.facilities import IMPORTER, facility

PATIENCE = 300


@pytest.fixture
def other(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A second connection, which soon learns that it has to wait."""
    monkeypatch.setattr(models.db, "BUSY_MILLISECONDS", 50)
    engine = create_engine(settings.database)
    with Session(engine) as made:
        yield made
    engine.dispose()


def test_a_second_import_waits_says_so_and_then_works_on_what_the_first_left(
    session: Session, other: Session, tmp_path: Path
) -> None:
    path, folder = tmp_path / "06.山形県.xlsx", tmp_path / "imports"
    write_xlsx(path, Edition.COLUMNS_18, [facility("A000001B06", "山形県山形市１")])
    waits = Event()

    def second() -> ImportReport:
        with under_way(other, folder, path, waiting=waits.set) as own:
            report = import_file(other, IMPORTER, path, folder=own)
            other.commit()
            return report

    with ThreadPoolExecutor(1) as pool:
        with under_way(session, folder, path) as own:
            later = pool.submit(second)
            assert waits.wait(PATIENCE), "the second does not say that it waits"
            assert [one.running for one in unfinished(session, folder)] == [True]
            first = import_file(session, IMPORTER, path, folder=own)
            assert not later.done()
            session.commit()
        report = later.result(PATIENCE)
    assert (first.added, report.added, report.unchanged) == (1, 0, 1)
    assert unfinished(session, folder) == []


def test_what_is_left_without_a_note_is_swept_once_nobody_can_be_writing_it(session: Session, tmp_path: Path) -> None:
    young, old = tmp_path / "import-young", tmp_path / "import-old"
    for folder in (young, old):
        folder.mkdir()
        (folder / "difference.sqlite3").write_bytes(b"rows")
    os.utime(old, (0, 0))
    assert unfinished(session, tmp_path, forget=True) == []
    assert (young.exists(), old.exists()) == (True, False)


def test_a_dry_run_waits_for_nobody(session: Session, other: Session, tmp_path: Path) -> None:
    path, folder = tmp_path / "06.山形県.xlsx", tmp_path / "imports"
    write_xlsx(path, Edition.COLUMNS_18, [facility("A000001B06", "山形県山形市１")])
    with under_way(session, folder, path), under_way(other, folder, path, queue=False) as own:
        assert import_file(other, IMPORTER, path, folder=own, dry_run=True).added == 1


def test_who_finds_the_turn_taken_waits_however_long_it_takes(session: Session, other: Session) -> None:
    waits, told = Event(), []

    def waiting() -> None:
        told.append(1)
        waits.set()

    def second() -> None:
        with opened():
            take_turn(other, waiting)
        other.rollback()

    with ThreadPoolExecutor(1) as pool, opened():
        take_turn(session)
        later = pool.submit(second)
        assert waits.wait(PATIENCE)
        assert not later.done()
        session.rollback()
        later.result(PATIENCE)
    assert told == [1]
