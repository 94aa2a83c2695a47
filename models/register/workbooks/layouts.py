"""Recognising the published layouts by their header labels, wherever the columns stand."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from models.register.workbooks.refusals import NoHeader, NotARegisterWorkbook

HEADER_SEARCH_DEPTH = 10
"""Rows looked at before giving up: notes and blank rows stand above the header."""


class Edition(StrEnum):
    """The published layouts, named by their number of columns."""

    COLUMNS_12 = "12"
    COLUMNS_17 = "17"
    COLUMNS_18 = "18"


class SheetKind(StrEnum):
    """What one row of the sheet stands for."""

    FACILITIES = "facilities"
    SITES = "sites"


_COMMON = {
    "facility_id": "設備ID",
    "operator_name": "発電事業者名",
    "representative_name": "代表者名",
    "operator_address": "事業者の住所",
    "operator_telephone": "事業者の電話番号",
    "source": "発電設備区分",
    "output_kw": "発電出力（kW）",
    "site_address": "発電設備の所在地",
    "other_parcels": "他の筆数",
    "panel_output_kw": "太陽電池の合計出力（kW）",
    "certified_on": "新規認定日",
}
_DISPOSAL_STATUS = {"disposal_reserve_status": "廃棄費用の積立状況"}
_PLANNED = {"operation_planned_on": "運転開始予定日"}
_SINCE_17 = {
    "operation_reported_month": "運転開始報告年月",
    "self_sustained_operation": "パワーコンディショナーの自立運転機能の有無",
    "supply_outlet": "給電用コンセントの有無",
    "disposal_reserve_method": "廃棄費用の積立方法",
    "disposal_reserve_status": "廃棄費用の積立状況",
    "procurement_ends_month": "調達期間終了年月",
}
FACILITY_LABELS: Mapping[Edition, Mapping[str, str]] = {
    Edition.COLUMNS_12: {**_COMMON, **_DISPOSAL_STATUS},
    Edition.COLUMNS_17: {**_COMMON, **_SINCE_17},
    Edition.COLUMNS_18: {**_COMMON, **_PLANNED, **_SINCE_17},
}
SITE_LABELS: Mapping[str, str] = {
    "facility_id": "設備ID",
    "operator_name": "発電事業者名",
    "parcel_number": "連番",
    "representative_name": "代表者名",
    "source": "発電設備区分",
    "output_kw": "発電出力（kW）",
    "parcel_address": "発電設備の所在地",
    "panel_output_kw": "太陽電池の合計出力（kW）",
}
REPRESENTATIVE_SITE_LABEL = "代表住所"
"""In a two-row header 発電設備の所在地 spans 代表住所 and 他の筆数."""

_REQUIRED = {
    SheetKind.FACILITIES: (
        "facility_id", "operator_name", "representative_name", "source", "output_kw", "site_address", "certified_on",
    ),
    SheetKind.SITES: ("facility_id", "parcel_number", "parcel_address"),
}  # fmt: skip


def fold_label(text: str) -> str:
    """A label without differences of width, case, spaces and line breaks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


_FACILITY_KEYS = {
    **{fold_label(label): key for key, label in FACILITY_LABELS[Edition.COLUMNS_18].items()},
    fold_label(REPRESENTATIVE_SITE_LABEL): "site_address",
}
_SITE_KEYS = {fold_label(label): key for key, label in SITE_LABELS.items()}
_KNOWN = _FACILITY_KEYS.keys() | _SITE_KEYS.keys()
_FACILITY_ID = fold_label("設備ID")
_PARCEL_NUMBER = fold_label("連番")


@dataclass(frozen=True)
class Layout:
    """Where each item stands in one sheet. Column indices count from 0 in the rows given to ``recognise``."""

    kind: SheetKind
    edition: Edition | None
    """None for a sheet of sites: it is the same in every edition."""
    columns: Mapping[str, int]
    labels: Mapping[str, str]
    header_index: int
    first_data_index: int
    unrecognised: tuple[str, ...]
    """Labels of columns that are not taken over, for the person to be told."""


def recognise(rows: Iterable[Sequence[Any]]) -> Layout:
    """The layout of a sheet, from its first rows. Raises NotARegisterWorkbook when there is none."""
    top = [row for row, _ in zip(rows, range(HEADER_SEARCH_DEPTH + 1), strict=False)]
    for index, row in enumerate(top[:HEADER_SEARCH_DEPTH]):
        if _FACILITY_ID in (upper := _folded(row)):
            lower = _folded(top[index + 1]) if index + 1 < len(top) else []
            return _layout(index, row, upper, top[index + 1] if _continues(upper, lower) else None)
    raise NoHeader("見出し「設備ID」の行が、はじめの10行の中に見つかりません。")


def _folded(row: Sequence[Any]) -> list[str]:
    return [fold_label(cell) if isinstance(cell, str) else "" for cell in row]


def _continues(upper: list[str], lower: list[str]) -> bool:
    """Whether the next row is the second row of the header: only known labels, and none below 設備ID."""
    filled = [label for label in lower if label]
    return bool(filled) and all(label in _KNOWN for label in filled) and not lower[upper.index(_FACILITY_ID)]


def _layout(index: int, row: Sequence[Any], upper: list[str], second: Sequence[Any] | None) -> Layout:
    below = _folded(second) if second is not None else []
    width = max(len(upper), len(below))
    folded = [_at(below, place) or _at(upper, place) for place in range(width)]
    written = [_written(second, place) or _written(row, place) for place in range(width)]
    kind = SheetKind.SITES if _PARCEL_NUMBER in folded else SheetKind.FACILITIES
    keys = _SITE_KEYS if kind is SheetKind.SITES else _FACILITY_KEYS
    columns: dict[str, int] = {}
    for place, label in enumerate(folded):
        key = keys.get(label)
        if key is not None and key in columns:
            raise NotARegisterWorkbook(f"{index + 1}行目の見出し「{written[place]}」が2つあります。")
        if key is not None:
            columns[key] = place
    labels = {key: written[place] for key, place in columns.items()}
    _check_required(kind, columns)
    unrecognised = tuple(written[place] for place in range(width) if folded[place] and folded[place] not in keys)
    edition = _edition(columns) if kind is SheetKind.FACILITIES else None
    first_data = index + (2 if second is not None else 1)
    return Layout(kind, edition, columns, labels, index, first_data, unrecognised)


def _at(labels: list[str], place: int) -> str:
    return labels[place] if place < len(labels) else ""


def _written(row: Sequence[Any] | None, place: int) -> str:
    cell = row[place] if row is not None and place < len(row) else ""
    return "".join(cell.split())[:40] if isinstance(cell, str) else ""


def _check_required(kind: SheetKind, columns: Mapping[str, int]) -> None:
    published = SITE_LABELS if kind is SheetKind.SITES else FACILITY_LABELS[Edition.COLUMNS_18]
    if missing := [published[key] for key in _REQUIRED[kind] if key not in columns]:
        raise NotARegisterWorkbook(f"見出しが足りません: {'、'.join(missing)}。")


def _edition(columns: Mapping[str, int]) -> Edition:
    if "operation_planned_on" in columns:
        return Edition.COLUMNS_18
    if columns.keys() & (_SINCE_17.keys() - _DISPOSAL_STATUS.keys()):
        return Edition.COLUMNS_17
    return Edition.COLUMNS_12
