"""Recognising a layout by its header."""

import pytest

from models.register.workbooks.layouts import FACILITY_LABELS, SITE_LABELS, Edition, SheetKind, recognise
from models.register.workbooks.refusals import NotARegisterWorkbook


@pytest.mark.parametrize("edition", list(Edition))
def test_each_edition_is_told_by_its_labels_in_any_order(edition: Edition) -> None:
    labels = FACILITY_LABELS[edition]
    layout = recognise([list(reversed(labels.values()))])
    assert (layout.kind, layout.edition) == (SheetKind.FACILITIES, edition)
    assert layout.columns.keys() == labels.keys()
    assert layout.columns["facility_id"] == len(labels) - 1


def test_a_header_of_two_rows_is_read_as_one() -> None:
    upper = ["", *FACILITY_LABELS[Edition.COLUMNS_12].values()]
    lower = [""] * len(upper)
    place = upper.index("他の筆数")
    upper[place], lower[place - 1], lower[place] = "", "代表住所", "他の筆数"
    layout = recognise([[""] * 13, ["", "※注記"], upper, lower, ["", "A000001C22"]])
    assert (layout.columns["site_address"], layout.columns["other_parcels"]) == (place - 1, place)
    assert (layout.header_index, layout.first_data_index) == (2, 4)


def test_a_sheet_of_parcels_is_told_by_its_running_numbers() -> None:
    layout = recognise([[""], ["", *SITE_LABELS.values()]])
    assert layout.kind is SheetKind.SITES
    assert layout.columns["parcel_address"] == 7


def test_labels_match_without_regard_to_width_and_line_breaks() -> None:
    labels = [label.replace("（kW）", "\n(ｋＷ)") for label in FACILITY_LABELS[Edition.COLUMNS_17].values()]
    assert recognise([labels]).edition is Edition.COLUMNS_17


def test_a_column_nobody_knows_is_named_and_left_out() -> None:
    layout = recognise([[*FACILITY_LABELS[Edition.COLUMNS_17].values(), "新しい欄"]])
    assert layout.unrecognised == ("新しい欄",)


def test_a_doubled_label_is_refused_by_name() -> None:
    with pytest.raises(NotARegisterWorkbook, match="1行目の見出し「新規認定日」が2つ"):
        recognise([[*FACILITY_LABELS[Edition.COLUMNS_17].values(), "新規認定日"]])


def test_a_missing_label_is_named() -> None:
    with pytest.raises(NotARegisterWorkbook, match="発電出力（kW）"):
        recognise([[label for label in FACILITY_LABELS[Edition.COLUMNS_12].values() if "発電出力" not in label]])


@pytest.mark.parametrize("rows", [[], [[]], [["氏名", "住所"]], [[None, 1.0]], [[""]] * 12 + [["設備ID"]]])
def test_anything_else_is_not_a_register(rows: list[list[object]]) -> None:
    with pytest.raises(NotARegisterWorkbook, match="この形式のファイルではありません"):
        recognise(rows)
