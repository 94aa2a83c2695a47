"""Cells of files of items: every type of item reads what people write, and what an export wrote."""

from contextlib import suppress
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.catalogue.catalogue import catalogue
from models.catalogue.choices import choices
from models.catalogue.file_cells import written
from models.catalogue.item import Item, ItemType, Store
from models.certifications.item_columns import typed
from models.register.workbooks.cells import CellError
from models.register.workbooks.item_cells import Blank, reader_of
from tests.amount import searches

BY_KEY = catalogue().by_key
IN_FILES = [item for item in catalogue().items if item.store is not Store.SITE and item.type is not ItemType.FILE]
ODD_CELLS: list[Any] = [True, 0, -1, 1.5, float("inf"), float("nan"), time(1, 2), date(1800, 1, 1)]
WORDS = st.text(st.characters(categories=["L", "N"], include_characters="=+-@'＝"), min_size=2, max_size=20)


def read(key: str, raw: Any) -> Any:
    return reader_of(BY_KEY[key])(raw)


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("output_kw", "４９．５", 49.5),
        ("output_kw", "1,990.4", 1990.4),
        ("output_kw", 49.5, 49.5),
        ("capital_cost_total_yen", "12,345,678,901", 12_345_678_901),
        ("module_counts", "120、30；5", [120, 30, 5]),
        ("module_counts", 120.0, [120]),
        ("latitude_longitude", "38.255345、140.339634", [38.255345, 140.339634]),
        ("certified_on", "平成29年3月16日", date(2017, 3, 16)),
        ("certified_on", datetime(2017, 3, 16), date(2017, 3, 16)),  # noqa: DTZ001 workbooks know no zones
        ("purchase_contracted_on", "3月16日2017年", "2017-03-16"),
        ("officer_birth_dates", "昭和25年1月2日、1961/3/4", ["1950-01-02", "1961-03-04"]),
        ("operation_reported_month", "2016年2月", "2016-02"),
        ("operation_reported_month", date(2016, 2, 1), "2016-02"),
        ("owner_approved_at", "2024-05-01 9:30", "2024-05-01T09:30:00+09:00"),
        ("owner_approved_at", "令和6年5月1日9時30分", "2024-05-01T09:30:00+09:00"),
        ("owner_approved_at", "2024-05-01T00:30:00Z", "2024-05-01T09:30:00+09:00"),
        ("owner_approved_at", datetime(2024, 5, 1, 9, 29, 59, 999_900), "2024-05-01T09:30:00+09:00"),  # noqa: DTZ001
        ("connection_works_period", "2024/5/1～2024/6/2", ["2024-05-01", "2024-06-02"]),
        ("connection_works_period", "2024-05-01、2024-06-02", ["2024-05-01", "2024-06-02"]),
        ("roof_mounted", "該当", True),
        ("roof_mounted", "無", False),
        ("roof_mounted", "TRUE", True),
        ("roof_mounted", 0.0, False),
        ("roof_mounted", True, True),
        ("status", "失効", "失効"),
        ("output_class", "10〜50kw未満", "10～50kW未満"),
        ("disposal_reserve_status", "０－２０％", "0-20%"),
        ("cell_types", "単結晶\n多結晶", ["単結晶", "多結晶"]),
        ("prefecture", "静岡県", "22"),
        ("prefecture", "22", "22"),
        ("municipality", "静岡県富士市", "22210"),
        ("municipality", "222101", "22210"),
        ("bureau", "東北経済産業局", "B"),
        ("grid_operator", "tohoku", "tohoku"),
        ("source", "風力（陸上風力リプレースを除く）", "風力（陸上風力リプレースを除く）"),
        ("land_registry_numbers", "0000645159705、0000728474975", ["0000645159705", "0000728474975"]),
        ("module_makers", "甲;乙、\n丙", ["甲", "乙", "丙"]),
        ("maintenance_plan", "一 点検\r\n-\r\n二 除草\r\n", "一 点検\n-\n二 除草"),
        ("facility_name", "'=1+1 発電所", "=1+1 発電所"),
        ("facility_name", "'−1+1 発電所", "−1+1 発電所"),
        ("facility_name", "'本丸発電所", "'本丸発電所"),
        ("facility_name", "（削除）", None),
        ("module_counts", " (削除) ", None),
    ],
)
def test_a_cell_is_read_by_the_type_of_its_item(key: str, raw: Any, value: Any) -> None:
    found = read(key, raw)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("raw", [None, "", " ", "-", "－", "ー", "\u3000"])
def test_a_blank_cell_leaves_every_item_as_it_is(raw: Any) -> None:
    assert {reader_of(item)(raw) for item in IN_FILES} == {Blank.LEFT}


@pytest.mark.parametrize(
    ("key", "raw", "words"),
    [
        ("output_kw", "49.55", "小数点以下は1桁"),
        ("annual_generation_kwh", "1.5", "整数で"),
        ("output_kw", "-1", "数値"),
        ("output_kw", "1234567890", "9桁"),
        ("inverter_count", "2.5", "整数"),
        ("roof_mounted", "たぶん", "該当"),
        ("roof_mounted", 2.0, "該当"),
        ("status", "運転", "選べる値"),
        ("cell_types", "単結晶、ガラス", "選べる値"),
        ("prefecture", "静岡", "選べる値"),
        ("prefecture", 22.0, "書式を「文字列」"),
        ("corporate_number", 123456789012.0, "書式を「文字列」"),
        ("facility_name", date(2020, 1, 1), "日付"),
        ("facility_name", "あ" * 2_001, "2,000文字"),
        ("maintenance_plan", "あ" * 10_001, "10,000文字"),
        ("facility_name", "見\u202e本", "制御文字"),
        ("module_makers", "甲、、乙", "空の値"),
        ("officer_birth_dates", "2000-01-01、-、2001-01-01", "空の値"),
        ("certified_on", "2017-02-30", "日付"),
        ("certified_on", 12345.0, "日付"),
        ("operation_reported_month", "13月", "年月"),
        ("owner_approved_at", "2024-04-01", "日時"),
        ("owner_approved_at", "2024-04-01 25:00", "日時"),
        ("owner_approved_at", date(2024, 4, 1), "日時"),
        ("owner_approved_at", " " * 50_000 + "x", "日時"),
        ("connection_works_period", "2024-06-02、2024-05-01", "始まりと終わり"),
        ("connection_works_period", "2024-06-02", "始まりと終わり"),
        ("attachment_power_of_attorney", "x.pdf", "添付ファイル"),
        ("attachment_power_of_attorney", "（削除）", "添付ファイル"),
    ],
)
def test_what_is_no_value_of_the_item_is_refused_without_being_quoted(key: str, raw: Any, words: str) -> None:
    with pytest.raises(CellError, match=words) as refused:
        read(key, raw)
    assert len(str(raw)) < 4 or str(raw) not in refused.value.reason


@searches(ordinary=200, deep=1_000)
@given(item=st.sampled_from(IN_FILES), data=st.data())
def test_what_an_export_writes_is_read_as_the_same_value(item: Item, data: st.DataObject) -> None:
    value = data.draw(stored(item))
    assert reader_of(item)(written(item, typed(item, value))) == value


@pytest.mark.parametrize("raw", [*ODD_CELLS, "''", "=====", "、、、", "\u2028", "9" * 400, "元年", "R", "1e5"])
def test_any_cell_gives_a_value_or_a_reason(raw: Any) -> None:
    for item in IN_FILES:
        with suppress(CellError):
            reader_of(item)(raw)


@given(text=st.text(), item=st.sampled_from(IN_FILES))
def test_any_text_gives_a_value_or_a_reason(text: str, item: Item) -> None:
    with suppress(CellError):
        reader_of(item)(text)


def stored(item: Item) -> st.SearchStrategy[Any]:
    """Values of an item as they are stored."""
    single = ItemType(item.type.value.removesuffix("_list"))
    one = _one(item, single)
    if item.type is ItemType.DATE_RANGE:
        return st.tuples(one, one).map(lambda ends: sorted(ends))
    return one if single is item.type else st.lists(one, min_size=1, max_size=4)


def _one(item: Item, kind: ItemType) -> st.SearchStrategy[Any]:
    days = st.dates(date(1990, 1, 1), date(2099, 12, 31))
    known = [value for value, _ in choices(item)] if item.key != "source" else []
    match kind:
        case ItemType.BOOLEAN:
            return st.booleans()
        case ItemType.INTEGER:
            return st.integers(0, 999_999_999)
        case ItemType.DECIMAL:
            scale = 10**item.scale
            return st.integers(0, 999_999_999).map(lambda number: number / scale)
        case ItemType.DATE if item.store is Store.COLUMN:
            return days
        case ItemType.DATE | ItemType.DATE_RANGE:
            return days.map(date.isoformat)
        case ItemType.MONTH:
            return days.map(lambda day: f"{day:%Y-%m}")
        case ItemType.DATETIME:
            return st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)).map(  # noqa: DTZ001
                lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S}+09:00"
            )
    if item.key in {"facility_id", "former_facility_id"}:
        return st.integers(0, 999_999).map(lambda number: f"A{number:06}C22")
    if item.key == "municipality":
        return st.sampled_from(["22210", "13101", "01694"])
    if known:
        return st.sampled_from([value for value in known if value != "-"])
    return WORDS.filter(lambda text: not text.startswith("'"))
