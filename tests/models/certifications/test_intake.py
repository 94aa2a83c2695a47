"""An import in two halves: previewed by one person, taken in by another, on another day (M1, B4)."""

import json
import sqlite3
import stat
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from models import clock
from models.audit.tables import AuditEvent
from models.certifications import intake
from models.certifications.intake import (
    DifferenceMoved,
    PreparedImport,
    SourceChanged,
    apply_prepared,
    import_file,
    prepare,
)
from models.register.certification import Certification, ImportedFile
from models.register.items import store_items
from models.register.numbers import take_turn
from models.register.reindexing import rebuild
from models.register.tripwire import opened
from models.register.workbooks.layouts import Edition
from models.register.workbooks.writer import write_xlsx
from tests.databases.snapshot import changed, snapshot
from tests.factories.facilities import IMPORTER, Row, facility, parcels

ONE, TWO, THREE = "A000001B06", "A000002B06", "A000003B06"
AT_HOME = "山形県山形市大字見本１－１"


class Desk:
    """Where a person previews files. A published file stays where it is written."""

    def __init__(self, session: Session, folder: Path) -> None:
        self.session = session
        self.folder = folder

    def publish(self, *rows: Row, name: str = "06.山形県.xlsx") -> Path:
        path = self.folder / name
        write_xlsx(
            path, Edition.COLUMNS_18, rows, [site for row in rows for site in parcels(row["facility_id"], AT_HOME)]
        )
        return path

    def take(self, *rows: Row, name: str = "06.別.xlsx") -> None:
        import_file(self.session, IMPORTER, self.publish(*rows, name=name))
        self.session.commit()

    def preview(self, *rows: Row, **options: bool) -> PreparedImport:
        made = prepare(self.session, self.publish(*rows), staged=self.folder / "staged.sqlite3", **options)
        self.session.rollback()
        return PreparedImport.read(made.staged)

    def apply(self, prepared: PreparedImport) -> intake.ImportReport:
        report = apply_prepared(self.session, IMPORTER, prepared)
        self.session.commit()
        return report

    def outputs(self) -> dict[str, float | None]:
        with opened():
            found = self.session.execute(select(Certification.facility_id, Certification.output_kw)).all()
        self.session.rollback()
        return dict(found)


def row(facility_id: str, kilowatts: int = 10) -> Row:
    return facility(facility_id, AT_HOME, output_kw=Decimal(kilowatts))


@pytest.fixture
def desk(session: Session, tmp_path: Path) -> Desk:
    """A register with one facility, and a folder for files."""
    made = Desk(session, tmp_path)
    made.take(row(ONE))
    return made


@pytest.fixture
def colleague(session: Session) -> Iterator[Session]:
    """Somebody else at the same register."""
    engine = create_engine(session.get_bind().engine.url)
    with Session(engine) as other:
        yield other
    engine.dispose()


def test_a_preview_writes_nothing_and_says_what_would_change(desk: Desk) -> None:
    before = snapshot(desk.session.get_bind())
    report = desk.preview(row(ONE, 20), row(TWO)).report
    assert (report.added, report.changed, report.changed_items) == (1, 1, {"output_kw": 1})
    assert not changed(before, snapshot(desk.session.get_bind()))


def test_what_was_previewed_is_taken_in_on_another_day_by_another_process(desk: Desk, colleague: Session) -> None:
    with time_machine.travel("2026-01-15T03:00:00Z"):
        prepared = desk.preview(row(ONE, 20), row(TWO))
    report = apply_prepared(colleague, IMPORTER, PreparedImport.read(prepared.staged))
    colleague.commit()
    assert report == prepared.report
    assert desk.outputs() == {ONE: 20.0, TWO: 10.0}
    with opened():
        moment = desk.session.scalars(select(Certification.created_at).where(Certification.facility_id == TWO)).one()
    assert (clock.now() - moment).total_seconds() < 60, "it was entered when it was taken in"


def test_the_report_comes_back_from_the_file_as_it_was(desk: Desk) -> None:
    made = prepare(desk.session, desk.publish(row(ONE, 20), row(TWO), row(TWO)), staged=desk.folder / "staged.sqlite3")
    assert PreparedImport.read(made.staged) == made


def test_another_import_meanwhile_that_leaves_the_difference_as_it_was_is_no_obstacle(desk: Desk) -> None:
    prepared = desk.preview(row(ONE, 20), row(TWO))
    desk.take(row(THREE), name="13.東京都.xlsx")
    assert desk.apply(prepared).added == 1
    assert desk.outputs() == {ONE: 20.0, TWO: 10.0, THREE: 10.0}


@pytest.mark.parametrize(
    "meanwhile", [(row(ONE, 15),), (row(ONE), row(TWO)), (row(ONE, 20), row(TWO))], ids=["changed", "added", "the same"]
)
def test_a_difference_that_is_no_longer_the_one_previewed_is_refused(desk: Desk, meanwhile: tuple[Row, ...]) -> None:
    prepared = desk.preview(row(ONE, 20), row(TWO))
    desk.take(*meanwhile)
    before = snapshot(desk.session.get_bind())
    desk.session.rollback()
    with pytest.raises(DifferenceMoved, match="もう一度プレビュー"):
        desk.apply(prepared)
    desk.session.commit()
    assert not changed(before, snapshot(desk.session.get_bind()))
    assert PreparedImport.read(prepared.staged) == prepared, "nobody can apply what nobody previewed"
    assert sorted(path.name for path in desk.folder.glob("staged*")) == ["staged.sqlite3"]


def test_items_written_meanwhile_are_noticed(desk: Desk) -> None:
    prepared = desk.preview(row(ONE, 20))
    store_items(desk.session, [(ONE, {"output_kw": 30.0})])
    desk.session.commit()
    with pytest.raises(DifferenceMoved):
        desk.apply(prepared)


def test_an_index_made_anew_meanwhile_is_noticed_and_changes_nothing_of_the_difference(desk: Desk) -> None:
    prepared = desk.preview(row(ONE, 20))
    rebuild(desk.session)
    desk.session.commit()
    assert not prepared.fits(desk.session)
    desk.apply(prepared)
    assert desk.outputs() == {ONE: 20.0}


def test_what_was_applied_once_is_not_applied_again(desk: Desk) -> None:
    prepared = desk.preview(row(ONE, 20))
    desk.apply(prepared)
    with pytest.raises(DifferenceMoved):
        desk.apply(prepared)


def test_rows_staged_by_another_release_are_staged_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.certifications.preparation.form", lambda _dialect: "an older one")
    prepared = desk.preview(row(ONE, 20))
    monkeypatch.undo()
    assert not prepared.fits(desk.session)
    desk.session.rollback()
    desk.apply(prepared)
    assert desk.outputs() == {ONE: 20.0}


@pytest.mark.parametrize("gone", [True, False])
def test_a_file_that_is_not_the_one_previewed_is_refused(desk: Desk, gone: bool) -> None:
    prepared = desk.preview(row(ONE, 20))
    prepared.source.unlink() if gone else desk.publish(row(ONE, 40))
    with pytest.raises(SourceChanged):
        desk.apply(prepared)


def test_a_preview_can_be_read_by_its_owner_alone_and_appears_only_when_it_is_complete(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = desk.preview(row(ONE, 20))
    assert stat.S_IMODE(prepared.staged.stat().st_mode) == 0o600
    prepared.staged.unlink()
    monkeypatch.setattr("models.register.importing.RegisterImport._mark_vanished", lambda _self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        desk.preview(row(ONE, 20))
    assert not list(desk.folder.glob("staged*"))


def test_a_file_cut_short_is_no_preview(desk: Desk) -> None:
    prepared = desk.preview(row(ONE, 20))
    prepared.staged.write_bytes(prepared.staged.read_bytes()[:3000])
    with pytest.raises(sqlite3.DatabaseError):
        PreparedImport.read(prepared.staged)


def test_the_trail_names_who_took_it_in_and_the_counts_of_the_preview(desk: Desk) -> None:
    desk.apply(desk.preview(row(ONE, 20), row(TWO)))
    event = desk.session.scalars(select(AuditEvent).order_by(AuditEvent.number.desc()).limit(1)).one()
    entry = desk.session.scalars(select(ImportedFile).order_by(ImportedFile.id.desc()).limit(1)).one()
    assert (event.login_id, event.object, event.details["added"]) == ("console:importer", f"file:{entry.id}", 1)
    assert json.loads(json.dumps(event.details))["sha256"] == entry.sha256


def test_who_writes_between_reading_and_writing_is_seen(
    desk: Desk, colleague: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is held against the register as the other left it, however the two meet."""

    def prepared_and_overtaken(*arguments: object, **options: object) -> PreparedImport:
        made = prepare(*arguments, **options)  # type: ignore[arg-type]
        store_items(colleague, [(ONE, {"output_kw": 30.0})])
        colleague.commit()
        return made

    monkeypatch.setattr(intake, "prepare", prepared_and_overtaken)
    report = import_file(desk.session, IMPORTER, desk.publish(row(ONE, 20)))
    desk.session.commit()
    assert (report.changed, desk.outputs()) == (1, {ONE: 20.0})


def test_who_is_overtaken_again_and_again_has_the_others_wait_in_the_end(
    desk: Desk, colleague: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    again, outputs = PreparedImport.again, iter(range(30, 40))

    def overtaken(prepared: PreparedImport, session: Session, progress: object = None) -> PreparedImport:
        made = again(prepared, session)
        if not session.info.get("writing") and session.get_bind().dialect.name == "sqlite":
            store_items(colleague, [(ONE, {"output_kw": float(next(outputs))})])
            colleague.commit()
        return made

    monkeypatch.setattr(PreparedImport, "again", overtaken)
    path = desk.publish(row(ONE, 20))
    prepared = prepare(desk.session, path, staged=desk.folder / "staged.sqlite3")
    store_items(colleague, [(ONE, {"output_kw": 29.0})])
    colleague.commit()
    monkeypatch.setattr(intake, "prepare", lambda *_arguments, **_options: prepared)
    import_file(desk.session, IMPORTER, path)
    desk.session.commit()
    assert desk.outputs() == {ONE: 20.0}


def test_several_files_can_be_one_act(desk: Desk) -> None:
    import_file(desk.session, IMPORTER, desk.publish(row(TWO), name="13.東京都.xlsx"))
    import_file(desk.session, IMPORTER, desk.publish(row(TWO, 30), row(THREE), name="13.東京都.xlsx"))
    desk.session.commit()
    assert desk.outputs() == {ONE: 10.0, TWO: 30.0, THREE: 10.0}
    desk.take(row(ONE, 50))
    assert desk.outputs()[ONE] == 50.0, "the connection is as good as new"


def test_working_a_difference_out_holds_no_writer_up(
    desk: Desk, colleague: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrote: list[int] = []

    def tick(_done: int, _total: int) -> None:
        with opened():
            take_turn(colleague)
        colleague.commit()
        wrote.append(1)

    prepare(desk.session, desk.publish(row(TWO)), staged=desk.folder / "staged.sqlite3", progress=tick)
    assert wrote
    assert desk.session.scalar(select(func.count()).select_from(ImportedFile)) == 1
