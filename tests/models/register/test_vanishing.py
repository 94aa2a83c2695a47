"""Facilities that leave their prefecture's published list are marked and kept (M1)."""

from datetime import date
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select

from models import clock
from models.certifications.intake import ImportReport, import_file
from models.register.certification import Certification
from models.register.workbooks.layouts import Edition
from models.register.workbooks.writer import write_csv, write_xlsx
from tests.databases.snapshot import changed, snapshot
from tests.factories.facilities import Row
from tests.models.register.conftest import IMPORTER, Register, facility, parcels

STAYS, GOES = "A000001B06", "A000002B06"
SINCE = "publication_absent_since"


def publish(register: Register, folder: Path, name: str, *rows: Row, accept_vanished: bool = False) -> ImportReport:
    """A list under a name of its own, taken in."""
    path = folder / name
    write_xlsx(path, Edition.COLUMNS_18, rows)
    report = import_file(register.session, IMPORTER, path, accept_vanished=accept_vanished)
    register.session.commit()
    return report


def marked(register: Register) -> dict[str, date]:
    """Who is missing since when."""
    found = select(Certification.facility_id, Certification.publication_absent_since)
    return dict(register.rows(found.where(Certification.publication_absent_since.is_not(None))))


def many(count: int) -> list[Row]:
    return [facility(f"A{number:06}B06") for number in range(count)]


def test_a_facility_that_is_no_longer_listed_is_marked_with_the_day_and_kept(register: Register) -> None:
    register.take(facility(STAYS), facility(GOES))
    report = register.take(facility(STAYS))
    assert marked(register) == {GOES: clock.today()}
    assert register.history(GOES) == [(SINCE, None, None, clock.today().isoformat())]
    assert (report.vanished, report.changed, report.unchanged, report.vanished_preview) == (1, 1, 1, [GOES])
    assert report.changed_items == {SINCE: 1}
    assert register.found("みほん", "operator_name") == {STAYS, GOES}, "it is still found"


def test_the_day_stays_the_first_one_and_the_same_list_again_changes_nothing(register: Register) -> None:
    register.take(facility(STAYS), facility(GOES))
    with time_machine.travel("2026-01-15T03:00:00Z"):
        register.take(facility(STAYS))
    before = snapshot(register.session.get_bind())
    register.session.rollback()
    report = register.take(facility(STAYS))
    assert marked(register) == {GOES: date(2026, 1, 15)}
    assert (report.vanished, report.changed) == (0, 0)
    register.session.rollback()
    assert changed(before, snapshot(register.session.get_bind())) == {"imported_files", "audit_events", "audit_head"}


def test_a_facility_that_is_listed_again_is_no_longer_missing(register: Register) -> None:
    register.take(facility(STAYS), facility(GOES))
    register.take(facility(STAYS))
    report = register.take(facility(STAYS), facility(GOES))
    assert marked(register) == {}
    assert (report.returned, report.vanished, report.changed) == (1, 0, 1)
    assert register.history(GOES)[-1] == (SINCE, None, clock.today().isoformat(), None)


def test_a_facility_that_became_fip_has_not_vanished(register: Register) -> None:
    register.take(facility(STAYS), facility(GOES))
    report = register.take(facility(STAYS), facility("A000002206"))
    assert (report.vanished, marked(register)) == (0, {})


@pytest.mark.parametrize(
    "row",
    [facility(GOES, source=None), facility(GOES, operator_name="長" * 301), facility(STAYS), facility("A000002206")],
    ids=["a blank", "too long", "twice", "both schemes"],
)
def test_a_refused_row_is_not_taken_for_a_missing_one(register: Register, row: Row) -> None:
    register.take(facility(STAYS), facility(GOES))
    report = register.take(facility(STAYS), facility(GOES), row)
    assert len(report.refused) == 1
    assert (report.vanished, marked(register)) == (0, {})
    report = register.take(facility(STAYS), facility("A000003B06"), row)
    assert GOES not in marked(register) or row["facility_id"] == STAYS


def test_as_long_as_a_row_cannot_even_be_named_nobody_is_missing(register: Register) -> None:
    register.take(facility(STAYS), facility(GOES))
    report = register.take(facility(STAYS), facility("A12"))
    assert (report.vanished, report.unread_ids, marked(register)) == (0, 1, {})


def test_a_list_says_nothing_about_those_of_other_prefectures(register: Register, tmp_path: Path) -> None:
    publish(register, tmp_path, "06.山形県.xlsx", facility(STAYS), facility(GOES))
    publish(register, tmp_path, "13.東京都.xlsx", facility("A000003C13", site_address="東京都千代田区見本１"))
    assert marked(register) == {}


def test_who_moved_to_another_prefectures_list_is_missing_from_none(register: Register, tmp_path: Path) -> None:
    publish(register, tmp_path, "06.山形県.xlsx", facility(STAYS), facility(GOES))
    report = publish(register, tmp_path, "07.福島県.xlsx", facility(GOES))
    assert (report.unchanged, report.changed) == (1, 0), "standing in another list is no change of the facility"
    publish(register, tmp_path, "06.山形県.xlsx", facility(STAYS))
    assert marked(register) == {}
    publish(register, tmp_path, "07.福島県.xlsx", facility("A000003D07", site_address="福島県福島市見本１"))
    assert set(marked(register)) == {GOES}


def test_a_file_whose_prefecture_is_not_known_marks_nobody(register: Register, tmp_path: Path) -> None:
    nowhere = {"site_address": "見本１－１", "operator_address": "見本１"}
    publish(register, tmp_path, "list.xlsx", facility(STAYS, **nowhere), facility(GOES, **nowhere))
    publish(register, tmp_path, "list.xlsx", facility(STAYS, **nowhere))
    assert marked(register) == {}


def test_a_file_that_lists_no_facility_marks_nobody(register: Register) -> None:
    register.take(facility(STAYS), facility(GOES))
    register.take(sites=parcels(STAYS, "山形県山形市大字見本１－１"))
    assert marked(register) == {}


def test_a_text_file_is_a_list_as_well(register: Register, tmp_path: Path) -> None:
    register.take(facility(STAYS), facility(GOES))
    path = tmp_path / "06.山形県.csv"
    write_csv(path, Edition.COLUMNS_18, [facility(STAYS)])
    import_file(register.session, IMPORTER, path)
    register.session.commit()
    assert set(marked(register)) == {GOES}


def test_a_few_may_vanish_from_a_small_list(register: Register) -> None:
    register.take(*many(25))
    assert register.take(*many(5)).vanished == 20


def test_when_more_than_a_tenth_would_vanish_nobody_is_marked_until_a_person_says_so(
    register: Register, tmp_path: Path
) -> None:
    publish(register, tmp_path, "06.山形県.xlsx", *many(30))
    report = publish(register, tmp_path, "06.山形県.xlsx", *many(9))
    assert (report.vanished, report.withheld, report.standing, marked(register)) == (0, 21, 30, {})
    report = publish(register, tmp_path, "06.山形県.xlsx", *many(9), accept_vanished=True)
    assert (report.vanished, report.withheld, len(marked(register))) == (21, 0, 21)


def test_a_tenth_of_a_long_list_may_vanish(register: Register) -> None:
    register.take(*many(210))
    assert register.take(*many(189)).vanished == 21


def test_who_is_missing_already_does_not_count_towards_the_tenth(register: Register) -> None:
    register.take(*many(210))
    register.take(*many(189))
    report = register.take(*many(170))
    assert (report.vanished, report.standing, len(marked(register))) == (19, 189, 40)


def test_a_dry_run_names_who_would_be_missing_and_marks_nobody(register: Register) -> None:
    register.take(facility(STAYS), facility(GOES))
    report = register.take(facility(STAYS), dry_run=True)
    assert (report.vanished, report.vanished_preview, marked(register)) == (1, [GOES], {})
