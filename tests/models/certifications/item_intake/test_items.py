"""Files of items taken into the register: typed, measured against what is stored, kept in the history (M1, M9)."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.catalogue.derived import DERIVED
from models.certifications.item_intake import RowsRefused, import_items
from models.register.certification import Certification, ImportedFile
from models.register.derivation import derived, placed
from models.register.scopes import RegisterScope
from models.register.tripwire import opened
from models.register.workbooks.item_header import UnknownLabel
from tests.databases.snapshot import changed
from tests.factories.item_files import write_item_csv
from tests.factories.stock import (
    CORRECTED,
    FORMER_FIT_ID,
    FUJI,
    NOW_FIP_ID,
    ON_NEIGHBOURS_GRID,
    TWO_AREAS,
    UNDER_A_LAW,
)
from tests.factories.viewers import SOMEONE, only
from tests.models.certifications.item_intake.conftest import Take, history, last_event, refusals, stored, whole


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
