"""One cell of a file of items in, one value out as it is stored, by the type of its item.

What an export writes (``models.catalogue.file_cells``) is read here as the same value.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import lru_cache, partial
from typing import Any

from models.catalogue.choices import choices
from models.catalogue.file_cells import unguarded
from models.catalogue.item import Item, ItemType, Store
from models.clock import JST, in_japan
from models.reference.municipalities import MUNICIPALITIES
from models.register.workbooks import dates
from models.register.workbooks.cells import (
    MAX_WHOLE_DIGITS,
    CellError,
    RawCell,
    is_blank,
    parse_date,
    parse_decimal,
    parse_facility_id,
    parse_month,
    parse_text,
    parse_whole_number,
)
from models.register.workbooks.layouts import fold_label

EMPTYING = "（削除）"
"""What stands in a cell to empty its item; a blank cell leaves the item as it is."""
LONGEST_TEXT = 10_000
EARLIEST = date(1900, 1, 1)
"""People whose day of birth is an item are older than the scheme."""

_DOCUMENT_DIGITS = 15
"""Before the point: costs in yen, exact in a number of JSON. Columns hold what a published register can say."""
_LONGEST_MOMENT = 60
_SEPARATOR = re.compile(r"[、;；][\r\n]*|[\r\n]+")
_SEPARATOR_OF_RANGE = re.compile(r"[、;；～〜~][\r\n]*|[\r\n]+")
_SPELLINGS = str.maketrans("‐‑–−〜", "----~")
_TRUTHS = {"該当": True, "有": True, "true": True, "1": True, "非該当": False, "無": False, "false": False, "0": False}
_MOMENT = re.compile(
    r"(?P<day>.+?)(?:t\s*|\s+|(?<=日))(?P<hour>\d{1,2})"
    r"(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.0+)?)?|時(?:(?P<minutes>\d{1,2})分)?)"
    r"\s*(?P<zone>z|[+-]\d{2}:?\d{2})?"
)
_OPEN_CHOICES = frozenset({"source"})
"""Published in many phrases: the groups it is chosen by in a search are no values of it."""
Reader = Callable[[RawCell], Any]


class Blank(Enum):
    """What a cell says that says nothing."""

    LEFT = "left as it is"


@lru_cache(maxsize=4_096)
def reader_of(item: Item) -> Reader:
    """The reader of an item's cells.

    It answers the value as it is stored (days of documents as ISO text, decimals as floats), ``Blank.LEFT`` for a
    blank cell, or None where ``EMPTYING`` stands; it raises ``CellError`` for what is no value of the item.
    """
    if item.type is ItemType.FILE:
        return _no_file
    return partial(_read, _value_reader(item))


def _read(read: Reader, raw: RawCell) -> Any:
    if isinstance(raw, str):
        raw = unguarded(raw)
        if is_blank(raw):
            return Blank.LEFT
        if len(raw) < _LONGEST_EMPTYING and fold_label(raw) == _EMPTYING:
            return None
    elif raw is None:
        return Blank.LEFT
    return read(raw)


def _no_file(raw: RawCell) -> Blank:
    if raw is None or (isinstance(raw, str) and is_blank(raw)):
        return Blank.LEFT
    raise CellError("添付ファイルの項目は取り込めません。")


def _value_reader(item: Item) -> Reader:
    single = ItemType(item.type.value.removesuffix("_list"))
    one = _single_reader(item, single)
    if single is not item.type:
        return partial(_several, one)
    return partial(_range, one) if item.type is ItemType.DATE_RANGE else one


def _single_reader(item: Item, kind: ItemType) -> Reader:
    digits = MAX_WHOLE_DIGITS if item.store is Store.COLUMN else _DOCUMENT_DIGITS
    match kind:
        case ItemType.BOOLEAN:
            return _truth
        case ItemType.INTEGER:
            return partial(parse_whole_number, digits=digits)
        case ItemType.DECIMAL:
            return partial(_decimal, item.scale, digits)
        case ItemType.DATE | ItemType.DATE_RANGE:
            return _day if item.store is Store.COLUMN and kind is item.type else _iso_day
        case ItemType.MONTH:
            return parse_month
        case ItemType.DATETIME:
            return _moment
        case ItemType.TEXT:
            return _paragraphs
    if item.key in {"facility_id", "former_facility_id"}:
        return parse_facility_id
    known = _known_values(item)
    return partial(_choice, known) if known else _words


def _words(raw: RawCell) -> str | None:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        raise CellError(
            "文字の項目に、数値のセルが入っています（先頭の0などが失われているおそれがあります）。"
            "セルの書式を「文字列」にして入力し直してください。"
        )
    return parse_text(raw)


def _paragraphs(raw: RawCell) -> str | None:
    """Text that may have line breaks, which are kept."""
    if not isinstance(raw, str):
        return _words(raw)
    if len(raw) > LONGEST_TEXT:
        raise CellError(f"{LONGEST_TEXT:,}文字を超えています。")
    lines = raw.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.strip() if is_blank(line) else _words(line) or "" for line in lines).strip("\n")


def _choice(known: Mapping[str, str], raw: RawCell) -> str:
    value = known.get(_folded(_words(raw) or ""))
    if value is None:
        raise CellError("この項目で選べる値ではありません。")
    return value


def _known_values(item: Item) -> Mapping[str, str]:
    """The values of an item chosen from a list, by value and by name; none when any text may stand there."""
    if item.key == "municipality":
        pairs = [(each.code, each.full_name) for each in MUNICIPALITIES.values()]
        pairs += [(each.code, each.code + each.check_digit) for each in MUNICIPALITIES.values()]
    else:
        pairs = [] if item.key in _OPEN_CHOICES else [pair for pair in choices(item) if not is_blank(pair[0])]
    named: dict[str, str | None] = {}
    for value, name in pairs:
        folded = _folded(name)
        named[folded] = value if named.get(folded, value) == value else None
    by_value = {_folded(value): value for value, _ in pairs}
    return {name: value for name, value in named.items() if value is not None} | by_value


def _folded(text: str) -> str:
    return fold_label(text).translate(_SPELLINGS)


def _truth(raw: RawCell) -> bool:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, int | float):
        raw = f"{raw:g}"
    value = _TRUTHS.get(fold_label(raw)) if isinstance(raw, str) else None
    if value is None:
        raise CellError("「該当」か「非該当」（又は有・無、true・false、1・0）で書いてください。")
    return value


def _decimal(scale: int, digits: int, raw: RawCell) -> float:
    number = parse_decimal(raw, digits) or Decimal(0)
    if number != round(number, scale):
        raise CellError(f"小数点以下は{scale}桁までです。" if scale else "整数で書いてください。")
    return float(number)


def _day(raw: RawCell) -> date | None:
    return parse_date(raw, EARLIEST)


def _iso_day(raw: RawCell) -> str | None:
    day = parse_date(raw, EARLIEST)
    return day.isoformat() if day else None


def _moment(raw: RawCell) -> str:
    """A moment as ISO text on a clock in Japan; one without a zone was read off such a clock."""
    moment = _moment_of_text(raw) if isinstance(raw, str) else raw if isinstance(raw, datetime) else None
    if moment is None or dates.plausible(moment, EARLIEST) is None:
        raise CellError("日時として読めません（例: 2024-05-01 10:30）。")
    if moment.tzinfo is None:
        # Spreadsheets keep moments as fractions of days, exact to some milliseconds.
        moment = (moment + timedelta(milliseconds=500)).replace(microsecond=0, tzinfo=JST)
    return in_japan(moment).isoformat(timespec="seconds")


def _moment_of_text(text: str) -> datetime | None:
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    found = _MOMENT.fullmatch(folded) if len(folded) <= _LONGEST_MOMENT else None
    day = dates.read_date(found["day"], EARLIEST) if found else None
    if found is None or day is None:
        return None
    clock = f"{int(found['hour']):02}:{int(found['minute'] or found['minutes'] or 0):02}:{found['second'] or '00'}"
    try:
        return datetime.fromisoformat(f"{day.isoformat()}T{clock}{(found['zone'] or '').upper()}")
    except ValueError:
        return None


def _several(one: Reader, raw: RawCell) -> list[Any]:
    if not isinstance(raw, str):
        return [one(raw)]
    return [one(text) for text in _parts(raw, _SEPARATOR)]


def _range(one: Reader, raw: RawCell) -> list[Any]:
    ends = [one(text) for text in _parts(raw, _SEPARATOR_OF_RANGE)] if isinstance(raw, str) else []
    if len(ends) != 2 or ends[0] > ends[1]:
        raise CellError("始まりと終わりの日を「、」で区切って書いてください。")
    return ends


def _parts(raw: str, separator: re.Pattern[str]) -> list[str]:
    """The parts of a list. One that is missing between others is no blank: in lists side by side, places tell."""
    if len(raw) > LONGEST_TEXT:
        raise CellError(f"{LONGEST_TEXT:,}文字を超えています。")
    parts = separator.split(raw.strip(" \u3000\t\r\n、;；"))
    if any(is_blank(part) for part in parts):
        raise CellError("一覧の途中に空の値があります。")
    return parts


_EMPTYING = fold_label(EMPTYING)
_LONGEST_EMPTYING = 3 * len(EMPTYING)
