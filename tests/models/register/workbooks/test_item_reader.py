"""Files of items: whatever way the header names them, and every row that cannot be about anything."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from models.catalogue.catalogue import catalogue
from models.catalogue.file_cells import neutral
from models.catalogue.item import Store
from models.register.workbooks.item_header import UnknownLabel, WrongHeader
from models.register.workbooks.item_reader import ItemFile, open_items
from models.register.workbooks.refusals import NotARegisterWorkbook, RefusedFile, UnsafeFile
from models.register.workbooks.rows import RefusedRow
from tests.factories.item_files import write_item_csv, write_item_xlsx

ID = "A123456B06"
ABOVE = [["ファイル番号", "20260511-ABCDEFGH"], ["条件", "検索語: 設備ID"], []]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "items.csv"


def opened(path: Path, *header: str, rows: Sequence[Sequence[Any]] = ()) -> ItemFile:
    return open_items(write_item_csv(path, header, rows))


def refused(path: Path, *header: str) -> str:
    with pytest.raises(RefusedFile) as refusal:
        opened(path, *header)
    return refusal.value.reason


@pytest.mark.parametrize(
    "label",
    [
        "I04-001", "i04-001", "Ｉ０４－００１", "output_kw", "OUTPUT_KW", "発電出力（設備容量）", "発電出力(設備容量)",
        "発電出力", "発電出力（kW）", "発電出力（ｋＷ）", "発電出力（設備容量）（kW）", " 発電 出力\n（kW）",
    ],
)  # fmt: skip
def test_an_item_is_named_by_code_key_or_label_with_or_without_explanation_and_unit(path: Path, label: str) -> None:
    assert opened(path, "設備ID", label).item_keys == ("output_kw",)


def test_a_label_that_is_one_items_whole_name_is_not_another_ones_short_name(path: Path) -> None:
    assert opened(path, "設備ID", "代表者名", "代表者名（ふりがな）").item_keys == (
        "representative_name",
        "representative_name_kana",
    )


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (
            ("設備ID", "発電事業者名"),
            "1行目の見出し「発電事業者名」に当てはまる項目が2つ以上あります（I02-001、",
        ),
        (("設備ID", "発電出力（W）"), "1行目の見出し「発電出力（W）」は、項目の一覧にありません"),
        (("設備ID", "発電出力", "I04-001"), "1行目の見出し「I04-001」と同じ項目の列が2つ"),
        (("設備ID", "facility_id", "status"), "1行目の見出し「facility_id」と同じ項目の列が2つ"),
        (("設備ID", "parcel_addresses"), "1行目の見出し「parcel_addresses」は、筆ごとの項目です"),
        (("設備ID", ""), "1行目の見出し「設備ID」のほかに、項目の列がありません"),
        (("設備", "status"), "設備ID"),
        (("設備ID", "\x1b[2Jevil"), "「?[2Jevil」"),
    ],
)
def test_a_header_that_cannot_be_used_is_told_with_its_line_and_label(
    path: Path, header: tuple[str, ...], words: str
) -> None:
    assert words in refused(path, *header)


def test_a_header_far_down_is_told_with_its_own_line(path: Path) -> None:
    write_item_csv(path, ["設備ID", "無い項目"], [], above=ABOVE)
    with pytest.raises(WrongHeader, match="4行目"):
        open_items(path)


def test_every_column_of_an_export_is_recognised_under_the_facts_of_the_act(tmp_path: Path) -> None:
    items = [item for item in catalogue().items if item.store is not Store.SITE]
    header = [neutral(f"{item.label}（{item.unit}）" if item.unit else item.label) for item in items]
    keys = tuple(item.key for item in items if item.key != "facility_id")
    assert open_items(write_item_csv(tmp_path / "items.csv", header, [], above=ABOVE)).item_keys == keys
    assert open_items(write_item_xlsx(tmp_path / "items.xlsx", header, [], above=ABOVE)).item_keys == keys


def test_an_item_that_may_not_be_named_is_as_unknown_as_a_word(path: Path) -> None:
    write_item_csv(path, ["設備ID", "発電出力"], [])
    items = [catalogue().by_key[key] for key in ("facility_id", "status")]
    with pytest.raises(UnknownLabel) as hidden:
        open_items(path, items)
    assert hidden.value.labels == ("発電出力",)
    write_item_csv(path, ["設備ID", "発電出カ"], [])
    with pytest.raises(UnknownLabel) as absent:
        open_items(path, items)
    assert absent.value.reason.replace("発電出カ", "発電出力") == hidden.value.reason


def test_two_sheets_with_a_table_are_refused(tmp_path: Path) -> None:
    path = write_item_xlsx(tmp_path / "items.xlsx", ["設備ID", "status"], [], above=[["設備ID", "status"]])
    with pytest.raises(NotARegisterWorkbook, match="2つ以上"):
        open_items(path)


def test_rows_keep_their_numbers_and_say_what_is_wrong_with_them(path: Path) -> None:
    rows = [
        [ID, "失効", ""],
        ["", "", ""],
        ["※注記", "", ""],
        ["", "失効", ""],
        ["A12", "失効", ""],
        [ID, "失効", "", "x"],
        [ID],
        [ID, "しっこう", "49.5"],
    ]
    first, *bad, short, faulty = opened(path, "設備ID", "status", "output_kw", rows=rows).rows()
    assert not isinstance(first, RefusedRow)
    assert (first.row_number, first.facility_id, first.values) == (2, ID, {"status": "失効"})
    assert [(row.row, row.column, row.reason) for row in bad if isinstance(row, RefusedRow)] == [
        (5, "設備ID", "設備IDがありません。"),
        (6, "設備ID", "設備IDは英数字10文字で入力してください。"),
        (7, None, "見出しのない列に値があります。"),
    ]
    assert not isinstance(short, RefusedRow)
    assert (short.row_number, short.values) == (8, {})
    assert not isinstance(faulty, RefusedRow)
    assert (faulty.values, list(faulty.faults)) == ({"output_kw": 49.5}, ["status"])


def test_a_column_without_a_label_may_stand_empty_and_nothing_else(path: Path) -> None:
    good, bad = opened(path, "", "設備ID", "status", rows=[["", ID, "失効"], ["x", ID, "失効"]]).rows()
    assert isinstance(bad, RefusedRow)
    assert not isinstance(good, RefusedRow)


def test_a_table_as_wide_as_the_catalogue_is_taken_and_one_as_large_as_memory_is_not(tmp_path: Path) -> None:
    path = tmp_path / "items.xlsx"
    header = ["設備ID", *(item.key for item in catalogue().items if item.store is not Store.SITE)][:400]
    assert len(open_items(write_item_xlsx(path, header[:1] + header[2:], [[ID] * 10] * 100)).item_keys) == 398
    far = [[ID, "失効"], *[[""]] * 4_998, [""] * 1_700 + ["x"]]
    with pytest.raises(UnsafeFile, match="8,000,000"):
        open_items(write_item_xlsx(path, ["設備ID", "status"], far))


def test_a_long_line_and_a_long_text_are_read_and_an_endless_one_is_not(path: Path) -> None:
    text = "\n".join("点検" * 100 for _ in range(40))
    (row,) = opened(path, "設備ID", "maintenance_plan", rows=[[ID, text]]).rows()
    assert not isinstance(row, RefusedRow)
    assert row.values == {"maintenance_plan": text}
    with pytest.raises(RefusedFile, match="2行目: 1行が長すぎます"):
        list(opened(path, "設備ID", "maintenance_plan", rows=[[ID, "あ" * 1_100_000]]).rows())
