"""What a published register does to the stored one (M1)."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from models.audit.tables import AuditEvent
from models.certifications.intake import RowsRefused, import_file
from models.register import importing
from models.register.certification import Amendment, Certification, FacilityId, ImportedFile, Site
from models.register.items import store_items
from models.register.scopes import RegisterScope
from models.register.totals import Total
from tests.databases.snapshot import changed, snapshot
from tests.models.register.conftest import IMPORTER, Register, facility, parcels

ID = "A123456B06"


def test_a_facility_is_stored_with_what_follows_from_it(register: Register) -> None:
    report = register.take(facility(), sites=parcels(ID, "山形県山形市大字見本１－１", "山形県山形市大字見本２"))
    assert (report.added, report.changed, report.unchanged, report.refused) == (1, 0, 0, [])
    stored = {key: register.value(ID, key) for key in ("scheme", "bureau", "source_group", "output_class", "status")}
    assert stored == {
        "scheme": "FIT",
        "bureau": "B",
        "source_group": "太陽光",
        "output_class": "10～50kW未満",
        "status": "運転中",
    }
    assert (register.value(ID, "fiscal_year"), register.value(ID, "operator_kind")) == (2014, "法人")
    assert (register.value(ID, "municipality"), register.value(ID, "grid_operator")) == ("06201", "tohoku")
    assert register.count(Site) == 2


def test_the_same_file_again_changes_nothing(register: Register) -> None:
    rows = [facility(f"A12345{number}B06") for number in range(5)]
    sites = [
        site for row in rows for site in parcels(row["facility_id"], "山形県山形市大字見本１－１", "山形県米沢市１")
    ]
    register.take(*rows, sites=sites)
    before = snapshot(register.session.get_bind())
    register.session.rollback()
    report = register.take(*rows, sites=sites)
    assert (report.added, report.changed, report.unchanged) == (0, 0, 5)
    written = {"imported_files", "audit_events", "audit_head"}
    assert changed(before, snapshot(register.session.get_bind())) == written


def test_every_changed_value_leaves_what_it_was(register: Register) -> None:
    register.take(facility())
    report = register.take(facility(output_kw=Decimal(50), operator_telephone="000-111-1111"))
    assert (report.added, report.changed) == (0, 1)
    assert set(register.history(ID)) == {
        ("output_kw", None, 49.5, 50.0),
        ("output_class", None, "10～50kW未満", "50kW以上"),
        ("operator_telephone", None, "000-000-0000", "000-111-1111"),
    }
    assert register.rows(select(Amendment.file_id).distinct()) == [(2,)]
    assert report.preview == [(ID, ("output_class", "operator_telephone", "output_kw"))]


def test_a_value_published_as_none_is_gone_and_its_history_kept(register: Register) -> None:
    register.take(facility(disposal_reserve_status="積立中"))
    register.take(facility(disposal_reserve_status=None))
    assert register.value(ID, "disposal_reserve_status") is None
    assert register.history(ID) == [("disposal_reserve_status", None, "積立中", None)]


def test_what_a_layout_does_not_contain_stays(register: Register) -> None:
    from models.register.workbooks.layouts import Edition
    from models.register.workbooks.writer import write_csv

    register.take(facility(operation_planned_on=date(2016, 1, 1), operation_reported_month=None))
    path = register.write([]).with_suffix(".csv")
    write_csv(path, Edition.COLUMNS_12, [facility()])
    report = import_file(register.session, IMPORTER, path)
    register.session.commit()
    assert (report.changed, report.unchanged) == (0, 1)
    assert register.value(ID, "operation_planned_on") == date(2016, 1, 1)


def test_all_entitled_viewers_get_a_facility_that_stands_in_two_prefectures(register: Register) -> None:
    register.take(
        facility(), sites=parcels(ID, "山形県山形市大字見本１－１", "静岡県静岡市葵区見本１", "静岡県富士市松岡１")
    )
    assert register.scope(ID) >= {
        ("prefecture", "06"),
        ("prefecture", "22"),
        ("municipality", "06201"),
        ("municipality", "22101"),
        ("municipality", "22100"),
        ("bureau", "B"),
        ("grid", "tohoku"),
        ("grid", "chubu"),
    }


def test_the_place_decides_the_prefecture_and_the_letter_of_the_id_adds_its_bureau(register: Register) -> None:
    register.take(facility("A123456C13", site_address="山形県山形市大字見本１－１"))
    assert (register.value("A123456C13", "prefecture"), register.value("A123456C13", "bureau")) == ("06", "C")
    assert {("bureau", "B"), ("bureau", "C")} <= register.scope("A123456C13")
    assert ("prefecture", "13") not in register.scope("A123456C13")


def test_a_grid_operator_once_stored_is_not_overwritten_by_a_published_place(register: Register) -> None:
    register.take(facility())
    store_items(register.session, [(ID, {"grid_operator": "tokyo"})])
    register.session.commit()
    register.take(facility(site_address="新潟県新潟市北区見本１"))
    assert (register.value(ID, "grid_operator"), register.value(ID, "supply_area")) == ("tokyo", "tohoku")
    assert {code for kind, code in register.scope(ID) if kind == "grid"} == {"tokyo"}


def test_a_status_that_someone_set_is_not_overwritten(register: Register) -> None:
    register.take(facility(operation_reported_month=None))
    assert register.value(ID, "status") == "認定"
    store_items(register.session, [(ID, {"status": "失効"})])
    register.session.commit()
    register.take(facility())
    assert register.value(ID, "status") == "失効"


def test_parcels_that_come_go_and_move_are_amended_one_by_one(register: Register) -> None:
    first, second, third = "山形県山形市大字見本１－１", "山形県山形市大字見本２", "山形県山形市大字見本３"
    register.take(facility(), sites=parcels(ID, first, second, third))
    register.take(facility(), sites=parcels(ID, first, "山形県米沢市見本９"))
    assert register.history(ID) == [
        ("parcel_addresses", 2, second, "山形県米沢市見本９"),
        ("parcel_addresses", 3, third, None),
    ]
    assert ("municipality", "06202") in register.scope(ID)


def test_a_parcel_that_could_not_be_read_is_not_taken_for_gone(register: Register) -> None:
    sites = parcels(ID, "山形県山形市大字見本１－１", "山形県山形市大字見本２")
    register.take(facility(), sites=sites)
    report = register.take(facility(), sites=[sites[0], sites[1] | {"parcel_address": None}])
    assert [refused.column for refused in report.refused] == ["発電設備の所在地"]
    assert (report.unchanged, register.count(Site)) == (1, 2)


def test_without_a_list_of_parcels_a_facility_stands_on_its_representative_site(register: Register) -> None:
    register.take(facility())
    register.take(facility(site_address="山形県米沢市見本９"))
    assert register.rows(select(Site.parcel_number, Site.address)) == [(1, "山形県米沢市見本９")]


def test_a_fit_certification_that_became_fip_stays_the_same_certification(register: Register) -> None:
    register.take(facility())
    register.take(facility("A123456206", procurement_ends_month=None))
    assert register.count(Certification) == 1
    assert register.value("A123456206", "scheme") == "FIP"
    assert register.value("A123456206", "former_facility_id") == ID
    assert register.value("A123456206", "fip_transferred_on") is not None
    assert {entry[:1] + entry[2:] for entry in register.history("A123456206")} >= {
        ("facility_id", ID, "A123456206"),
        ("scheme", "FIT", "FIP"),
    }
    assert {row[0] for row in register.rows(select(FacilityId.facility_id))} == {ID, "A123456206"}
    assert register.found(ID, "facility_id") == {"A123456206"}


def test_an_older_register_does_not_turn_fip_back_into_fit(register: Register) -> None:
    register.take(facility("A123456206"))
    report = register.take(facility())
    assert [(refused.row, refused.column) for refused in report.refused] == [(5, "設備ID")]
    assert register.value("A123456206", "scheme") == "FIP"


def test_the_same_facility_under_both_ids_in_one_file_is_refused_the_second_time(register: Register) -> None:
    report = register.take(facility(), facility("A123456206"))
    assert (report.added, len(report.refused)) == (1, 1)


def test_refused_rows_are_named_and_the_others_go_in(register: Register) -> None:
    report = register.take(facility(), facility("A123457B06", source=None), facility("A123458B06"))
    assert (report.added, len(report.refused)) == (2, 1)
    refused = report.refused[0]
    assert (refused.sheet, refused.row, refused.column) == ("認定設備", 6, "発電設備区分")
    assert refused.reason


def test_a_text_too_long_to_be_kept_is_refused_by_its_column(register: Register) -> None:
    report = register.take(facility(operator_name="長" * 301))
    assert [(refused.column, report.added) for refused in report.refused] == [("発電事業者名", 0)]


def test_a_list_of_parcels_alone_completes_a_stored_facility(register: Register) -> None:
    register.take(facility())
    report = register.take(sites=parcels(ID, "山形県山形市大字見本１－１", "山形県米沢市見本９"))
    assert (report.changed, report.refused, register.count(Site)) == (1, [], 2)
    assert ("municipality", "06202") in register.scope(ID)


def test_parcels_of_a_facility_nobody_knows_are_refused(register: Register) -> None:
    report = register.take(facility(), sites=parcels("A999999B06", "山形県山形市１"))
    assert [refused.sheet for refused in report.refused] == ["すべての設備所在地"]
    assert report.added == 1


def test_a_strict_import_with_a_refused_row_takes_nothing(register: Register) -> None:
    before = snapshot(register.session.get_bind())
    with pytest.raises(RowsRefused) as refusal:
        register.take(facility(), facility("A123457B06", source=None), strict=True)
    assert len(refusal.value.report.refused) == 1
    register.session.commit()
    assert not changed(before, snapshot(register.session.get_bind()))


def test_a_dry_run_reports_the_same_and_leaves_no_trace(register: Register) -> None:
    register.take(facility())
    before = snapshot(register.session.get_bind())
    register.session.rollback()
    rows = [facility(output_kw=Decimal(12)), facility("A123457B06")]
    tried = register.take(*rows, dry_run=True)
    assert not changed(before, snapshot(register.session.get_bind()))
    done = register.take(*rows)
    assert (tried.added, tried.changed, tried.changed_items) == (done.added, done.changed, done.changed_items)


def test_a_failure_midway_leaves_the_state_before(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    register.take(facility())
    before = snapshot(register.session.get_bind())
    register.session.rollback()
    batches = iter([importing.Settler.settle])

    def failing(*arguments: object) -> object:
        return next(batches)(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(importing.Settler, "settle", failing)
    with pytest.raises(StopIteration):
        register.take(*(facility(f"A12345{number}B06", output_kw=Decimal(9)) for number in range(6)))
    register.session.commit()
    assert not changed(before, snapshot(register.session.get_bind()))


def test_the_file_is_recorded_with_its_digest_and_counts(register: Register) -> None:
    register.take(facility())
    name, digest, added = register.rows(select(ImportedFile.name, ImportedFile.sha256, ImportedFile.added))[0]
    assert (name, len(digest), added) == ("06.山形県.xlsx", 64, 1)
    event = register.rows(select(AuditEvent.name, AuditEvent.login_id, AuditEvent.details))[-1]
    assert event == (
        "register:file:import",
        "console:importer",
        {"file": name, "sha256": digest, "added": 1, "changed": 0, "unchanged": 0, "refused": 0},
    )


def test_totals_are_what_counting_would_give(register: Register) -> None:
    rows = [facility(f"A12345{number}B06", output_kw=Decimal(number)) for number in range(1, 8)]
    register.take(*rows)
    register.take(*(row | {"output_kw": Decimal("10.1"), "source": "風力"} for row in rows[:3]))
    kept = select(Total.kind, Total.code, Total.source_group, Total.certifications, Total.output_watts)
    counted = select(
        RegisterScope.kind,
        RegisterScope.code,
        RegisterScope.source_group,
        func.count(),
        func.sum(RegisterScope.output_kw),
    ).group_by(RegisterScope.kind, RegisterScope.code, RegisterScope.source_group)
    assert {(*row[:4], row[4]) for row in register.rows(kept)} == {
        (*row[:4], round(row[4] * 1000)) for row in register.rows(counted)
    }


def test_a_facility_of_thousands_of_parcels_is_taken_in(register: Register) -> None:
    addresses = [f"山形県山形市大字見本{number}" for number in range(3_000)]
    register.take(facility(other_parcels=2_999), sites=parcels(ID, *addresses))
    assert register.count(Site) == 3_000
    assert register.found("見本2999", "parcel_addresses") == {ID}


def test_reading_past_the_door_stays_impossible_after_an_import(register: Register) -> None:
    from models.register.tripwire import DoorClosed, install_tripwire

    register.take(facility())
    bind = register.session.get_bind()
    install_tripwire(bind)  # type: ignore[arg-type]
    with pytest.raises(DoorClosed):
        register.session.execute(text("SELECT * FROM register_sites"))


def test_a_file_that_is_no_register_changes_nothing(register: Register, tmp_path: Path) -> None:
    from models.register.workbooks.refusals import RefusedFile

    path = tmp_path / "06.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(RefusedFile):
        import_file(register.session, IMPORTER, path)
    assert register.count(ImportedFile) == 0
