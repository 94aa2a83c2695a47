"""Files of items taken into the register: typed, measured against what is stored, kept in the history (M1, M9)."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit.tables import AuditEvent
from models.catalogue.catalogue import catalogue
from models.catalogue.file_cells import cell
from models.catalogue.item import Store
from models.certifications.item_columns import typed
from models.certifications.item_intake import ImportReport, RowsRefused, import_items
from models.register.certification import Amendment, Certification, Document, ImportedFile
from models.register.derivation import derived, placed
from models.register.item_importing import DERIVED
from models.register.scopes import RegisterScope
from models.register.tripwire import opened
from models.register.workbooks.item_header import UnknownLabel
from tests.databases.snapshot import Snapshot, changed, snapshot
from tests.factories.facilities import IMPORTER, fill
from tests.factories.item_files import write_item_csv, write_item_xlsx
from tests.factories.stock import (
    CORRECTED,
    FORMER_FIT_ID,
    FUJI,
    LAPSED,
    NOW_FIP_ID,
    ON_NEIGHBOURS_GRID,
    TWO_AREAS,
    UNDER_A_LAW,
)
from tests.factories.viewers import SOMEONE, only

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


def test_items_of_the_document_and_of_columns_are_written_with_their_types(stock: Session, take: Take) -> None:
    header = ["設備名称", "接続契約締結先", "module_makers", "I22-003", "調達価格（円/kWh）"]
    report = take(header, [TWO_AREAS, "見本発電所", "東京電力パワーグリッド株式会社", "甲、乙", "1200、1300", "21"])
    assert (report.added, report.changed, report.unchanged, report.refused) == (0, 1, 0, [])
    assert report.changed_items.keys() >= {"facility_name", "module_makers", "procurement_price"}
    found = stored(stock, TWO_AREAS)
    assert found["module_makers"] == ["甲", "乙"]
    assert found["monthly_purchase_amounts_yen"] == [1200, 1300]
    assert (found["facility_name"], found["grid_operator"], found["procurement_price"]) == ("見本発電所", "tokyo", 21.0)


def test_the_second_time_nothing_changes(stock: Session, take: Take) -> None:
    header, row = ["設備名称", "module_makers", "connection_contracted_on"], [TWO_AREAS, "名", "甲、乙", "2015/4/1"]
    assert take(header, row).changed == 1
    before = stored(stock, TWO_AREAS), history(stock, TWO_AREAS)
    again = take(header, row)
    assert (again.changed, again.unchanged) == (0, 1)
    assert (stored(stock, TWO_AREAS), history(stock, TWO_AREAS)) == before


def test_a_change_is_kept_with_the_file_that_made_it(stock: Session, take: Take) -> None:
    take(["module_makers", "設備名称"], [TWO_AREAS, "甲", "旧"])
    begun = len(history(stock, TWO_AREAS))
    take(["module_makers", "設備名称", "inverter_count"], [TWO_AREAS, "乙", "新", "3"])
    assert history(stock, TWO_AREAS)[begun:] == [
        ("facility_name", "旧", "新", "items.csv"),
        ("inverter_count", None, 3, "items.csv"),
        ("module_makers", ["甲"], ["乙"], "items.csv"),
    ]


def test_an_item_of_the_document_alone_is_kept_in_the_history_too(stock: Session, take: Take) -> None:
    take(["module_makers"], [TWO_AREAS, "甲"])
    take(["module_makers"], [TWO_AREAS, "乙"])
    assert history(stock, TWO_AREAS)[-1] == ("module_makers", ["甲"], ["乙"], "items.csv")


def test_a_blank_leaves_an_item_as_it_is_and_the_mark_empties_it(stock: Session, take: Take) -> None:
    take(["module_makers", "設備名称"], [TWO_AREAS, "甲", "名"])
    assert take(["module_makers", "設備名称"], [TWO_AREAS, "", "-"]).unchanged == 1
    assert take(["module_makers", "設備名称"], [TWO_AREAS, "（削除）", "(削除)"]).changed == 1
    assert stored(stock, TWO_AREAS).keys().isdisjoint({"module_makers", "facility_name"})
    assert history(stock, TWO_AREAS)[-1][:3] == ("module_makers", ["甲"], None)
    assert take(["module_makers"], [TWO_AREAS, "（削除）"]).unchanged == 1


def test_what_no_register_publishes_a_facility_without_cannot_be_emptied(take: Take) -> None:
    report = take(["発電出力", "設備名称"], [TWO_AREAS, "（削除）", "名"])
    assert refusals(report) == [(2, "発電出力", "この項目は空にできません。")]


def test_derived_items_pass_when_they_say_what_is_so_and_are_refused_otherwise(stock: Session, take: Take) -> None:
    header = ["発電出力", "出力区分", "prefecture", "法人・個人の区分"]
    good = take(header, [TWO_AREAS, "9.9", "10kW未満", "静岡県", "法人"])
    assert (good.changed, good.refused) == (1, [])
    assert take(header, [TWO_AREAS, "9.9", "50kW以上", "静岡県", "法人"]).refused[0].column == "出力区分"
    assert take(["prefecture"], [TWO_AREAS, "山梨県"]).refused[0].column == "prefecture"
    assert take(["prefecture"], [TWO_AREAS, "（削除）"]).refused[0].column == "prefecture"
    edited = take(["発電出力", "出力区分"], [TWO_AREAS, "49.5", "10kW未満"])
    assert edited.changed == 1, "an export in which one item was edited still says what followed from the old one"
    assert stored(stock, TWO_AREAS)["output_class"] == "10～50kW未満"


def test_a_status_can_be_set_and_one_that_is_worked_out_cannot_be_contradicted(stock: Session, take: Take) -> None:
    assert take(["status"], [CORRECTED, "失効"]).changed == 1
    assert take(["status"], [CORRECTED, "認定"]).refused, "its operation was reported"
    assert take(["status"], [CORRECTED, "運転中"]).changed == 1
    assert stored(stock, CORRECTED)["status"] == "運転中"


def test_an_address_moves_the_facility_and_what_follows_from_it(stock: Session, take: Take) -> None:
    assert take(["site_address"], [ON_NEIGHBOURS_GRID, FUJI]).changed == 1
    found = stored(stock, ON_NEIGHBOURS_GRID)
    assert (found["prefecture"], found["municipality"], found["grid_operator"]) == ("22", "22210", "tohoku")


def test_a_law_makes_the_facility_its_ministrys_and_no_longer(stock: Session, take: Take) -> None:
    def laws() -> set[str]:
        statement = select(RegisterScope.code).join(Certification, Certification.position == RegisterScope.position)
        statement = statement.where(Certification.facility_id == UNDER_A_LAW, RegisterScope.kind == "law")
        with opened():
            return set(stock.scalars(statement))

    take(["law_12_applicable", "law_11_applicable"], [UNDER_A_LAW, "有", "無"])
    assert laws() == {"12"}


@pytest.mark.parametrize(
    ("facility_id", "words"),
    [
        ("A999999B06", "登録されていません"),
        (FORMER_FIT_ID, "変更前のものです"),
        (TWO_AREAS[:7] + "322", "公表ファイルの取込み"),
    ],
)
def test_a_row_under_no_present_id_is_refused(take: Take, facility_id: str, words: str) -> None:
    report = take(["設備名称"], [facility_id, "名"], [NOW_FIP_ID, "名"])
    assert (report.changed, len(report.refused)) == (1, 1)
    assert (report.refused[0].row, report.refused[0].column) == (2, "設備ID")
    assert words in report.refused[0].reason


def test_a_second_row_of_the_same_certification_is_refused_and_both_are_named(take: Take) -> None:
    report = take(["設備名称"], [TWO_AREAS, "一"], [CORRECTED, "二"], [TWO_AREAS.lower(), "三"])
    assert refusals(report) == [(4, "設備ID", "設備IDが2行目と重複しています（4行目）。")]


def test_a_wrong_cell_refuses_its_row_and_no_other_and_is_not_quoted(stock: Session, take: Take) -> None:
    report = take(["設備名称", "発電出力"], [TWO_AREAS, "名", "秘密"], [CORRECTED, "名", "49.5"])
    assert refusals(report) == [(2, "発電出力", "数値として読めません。")]
    assert (report.changed, "facility_name" in stored(stock, TWO_AREAS)) == (1, False)


def test_a_text_too_long_for_its_column_is_refused(take: Take) -> None:
    assert refusals(take(["設備名称"], [TWO_AREAS, "あ" * 301])) == [(2, "設備名称", "値が長すぎます。")]


def test_strict_takes_nothing_and_a_dry_run_leaves_no_trace(stock: Session, take: Take) -> None:
    before = whole(stock)
    with pytest.raises(RowsRefused):
        take(["設備名称"], [TWO_AREAS, "名"], ["A999999B06", "名"], strict=True)
    stock.commit()
    report = take(["設備名称"], [TWO_AREAS, "名"], dry_run=True)
    assert (report.changed, report.preview) == (1, [(TWO_AREAS, ("facility_name",))])
    assert changed(before, whole(stock)) == set()


def test_the_file_and_the_act_are_recorded(stock: Session, take: Take) -> None:
    take(["設備名称"], [TWO_AREAS, "名"], ["A999999B06", "名"])
    event = last_event(stock)
    entry = stock.scalars(select(ImportedFile).order_by(ImportedFile.id.desc()).limit(1)).one()
    assert (event.name, event.object) == ("register:file:import", f"file:{entry.id}")
    counts = {"added": 0, "changed": 1, "unchanged": 0, "refused": 1}
    assert event.details == {"file": "items.csv", "sha256": entry.sha256, **counts}
    assert (entry.changed, entry.unchanged, entry.refused) == (1, 0, 1)


def test_more_rows_than_a_batch_are_taken_as_one(stock: Session, take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.register.item_importing.BATCH", 2)
    told: list[tuple[int, int]] = []
    ids = [TWO_AREAS, CORRECTED, NOW_FIP_ID, UNDER_A_LAW, TWO_AREAS]
    report = take(["設備名称"], *([each, "名"] for each in ids), progress=lambda *now: told.append(now))
    assert (report.changed, len(report.refused)) == (4, 1)
    assert told == [(2, 5), (4, 5), (5, 5)]


AWKWARD: dict[str, dict[str, Any]] = {
    TWO_AREAS: {
        "facility_name": "=1+1", "module_makers": ["甲、乙", "丙"], "corporate_number": "0012345678901",
        "fence_status": "'=すでに引用符", "maintenance_plan": "一 点検\n二  除草 ", "battery_capacity_kwh": 5.0,
        "attachment_power_of_attorney": "委任状.pdf", "owner_approved_at": "2024-05-01", "roof_mounted": False,
        "connection_works_period": ["2024-05-01", "2024-06-02"], "officer_birth_dates": ["1950-01-02"],
        "guidance": "-1 件", "law_03_status": "＝手続中",
    },
    LAPSED: {"voltage_class": "一覧にない電圧", "output_before_extension_kw": 55.255, "inverter_count": 0},
}  # fmt: skip
"""Also values that no file could bring in: what an export wrote passes all the same."""


@pytest.mark.parametrize(("name", "write"), [("export.csv", write_item_csv), ("export.xlsx", write_item_xlsx)])
def test_what_was_exported_changes_nothing_when_it_is_imported(
    stock: Session, tmp_path: Path, name: str, write: Callable[..., Path]
) -> None:
    fill(stock, AWKWARD)
    header = [f"{item.label}（{item.unit}）" if item.unit else item.label for item in IN_FILES]
    with opened():
        ids = list(stock.scalars(select(Certification.facility_id).order_by(Certification.id)))
    values = [stored(stock, each) for each in ids]
    rows = [[cell(item, typed(item, found.get(item.key))) for item in IN_FILES] for found in values]
    path = write(tmp_path / name, header, rows, [["目的", "点検"], []])
    report = import_items(stock, IMPORTER, path)
    assert (report.changed, report.unchanged, refusals(report)) == (0, len(ids), [])
    assert [stored(stock, each) for each in ids] == values


def test_codes_and_leading_zeros_survive_a_workbook_and_a_number_in_their_place_is_refused(
    stock: Session, tmp_path: Path
) -> None:
    header = ["設備ID", "法人番号", "purchase_contracted_on"]
    rows = [[TWO_AREAS, "0012345678901", date(2024, 5, 1)], [CORRECTED, 12345678901, date(2024, 5, 1)]]
    report = import_items(stock, IMPORTER, write_item_xlsx(tmp_path / "items.xlsx", header, rows))
    assert stored(stock, TWO_AREAS)["corporate_number"] == "0012345678901"
    assert stored(stock, TWO_AREAS)["purchase_contracted_on"] == "2024-05-01"
    assert [(row.sheet, row.row, row.column) for row in report.refused] == [("認定情報", 3, "法人番号")]
    assert "書式を「文字列」" in report.refused[0].reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_every_encoding_people_save_in_is_taken(stock: Session, tmp_path: Path, encoding: str) -> None:
    rows = [[TWO_AREAS, "髙﨑～発電所"]]
    path = write_item_csv(tmp_path / "items.csv", ["設備ID", "設備名称"], rows, encoding=encoding)
    assert import_items(stock, IMPORTER, path).changed == 1
    assert stored(stock, TWO_AREAS)["facility_name"] == "髙﨑～発電所"


def test_somebodys_file_may_name_what_they_see_and_a_hidden_item_is_recorded(stock: Session, tmp_path: Path) -> None:
    visible = only("facility_id", "facility_name")
    path = write_item_csv(tmp_path / "items.csv", ["設備ID", "設備名称"], [[TWO_AREAS, "名"]])
    assert import_items(stock, SOMEONE, path, visible=visible).changed == 1
    stock.commit()
    write_item_csv(path, ["設備ID", "発電出力", "何か"], [[TWO_AREAS, "1"]])
    with pytest.raises(UnknownLabel, match="「発電出力」は、項目の一覧にありません"):
        import_items(stock, SOMEONE, path, visible=visible)
    stock.commit()
    event = last_event(stock)
    assert (event.name, event.outcome, event.account_id) == ("register:item:refuse", "refused", SOMEONE.account_id)
    assert event.details == {"file": "items.csv", "items": ["output_kw"]}


def test_naming_what_does_not_exist_is_no_reaching_for_hidden_items(stock: Session, tmp_path: Path) -> None:
    before = last_event(stock).number
    path = write_item_csv(tmp_path / "items.csv", ["設備ID", "何か"], [])
    with pytest.raises(UnknownLabel):
        import_items(stock, SOMEONE, path, visible=only("facility_id"))
    assert last_event(stock).number == before


def test_the_items_that_are_never_written_are_those_that_are_worked_out() -> None:
    worked_out = derived({"facility_id": TWO_AREAS}).keys() | placed({"facility_id": TWO_AREAS}, None).keys()
    seeded, no_items = {"status", "grid_operator"}, {"source_group"}
    assert worked_out - seeded - no_items | {"former_facility_id", "publication_absent_since"} == DERIVED
