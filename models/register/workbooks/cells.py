"""One cell in, one typed value out, by item. A blank is None; a value that fits nowhere is a CellError."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from models.errors import DomainError
from models.reference import facility_id
from models.register.workbooks import dates
from models.register.workbooks.rows import CellValue

RawCell = str | int | float | bool | date | datetime | time | timedelta | None
"""What a workbook or a CSV file holds before it is understood."""

MAX_TEXT_LENGTH = 2_000
MAX_WHOLE_DIGITS = 9

_BLANKS = frozenset({"", "-", "‐", "‑", "–", "—", "―", "−", "－", "ー"})
_SEEN = r"[^\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]+"
_PLAIN = re.compile(rf"(?!#){_SEEN}(?:[ \u3000]{_SEEN})*")
"""Text that needs nothing done to it, unless it is a single character (which may stand for a blank)."""
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_SPACES = re.compile(r"\s+")
_ERROR_VALUES = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#GETTING_DATA"})
_NUMBER = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|\.\d+")
_SCIENTIFIC = re.compile(r"\d+(?:\.\d+)?e[+-]?\d+", re.IGNORECASE)


def is_blank(text: str) -> bool:
    """Whether a text is one of the published ways of leaving a cell blank."""
    return text.strip() in _BLANKS


class CellError(DomainError):
    """A cell that holds no value of its item."""


def parse_text(raw: RawCell) -> str | None:
    """Text as published: no variant folding, ends trimmed, a run of spaces kept as one separator."""
    if isinstance(raw, str):
        return raw if 1 < len(raw) <= MAX_TEXT_LENGTH and _PLAIN.fullmatch(raw) else _tidy(raw)
    if raw is None:
        return None
    if isinstance(raw, bool | date | time | timedelta):
        raise CellError("文字の欄に、日付や真偽値が入っています。")
    return _plain_number(raw)


def _tidy(raw: str) -> str | None:
    text = _SPACES.sub(lambda run: "\u3000" if "\u3000" in run[0] else " ", raw).strip()
    if text in _BLANKS:
        return None
    if _UNSEEN.search(text):
        raise CellError("目に見えない制御文字が含まれています。")
    if text in _ERROR_VALUES:
        raise CellError("表計算ソフトのエラー値が入っています。")
    if len(text) > MAX_TEXT_LENGTH:
        raise CellError(f"{MAX_TEXT_LENGTH:,}文字を超えています。")
    return text


def _plain_number(raw: float) -> str:
    return str(int(raw)) if float(raw).is_integer() and abs(raw) < 1e15 else f"{raw:.15g}"


def parse_facility_id(raw: RawCell) -> str:
    """設備ID: width and case folded, checked by the grammar of ``models.reference.facility_id``. Never blank."""
    text = parse_text(raw)
    if text is None:
        raise CellError("設備IDがありません。")
    return _id_of_text(text)


def _id_of_text(text: str) -> str:
    try:
        return str(facility_id.parse(text))
    except facility_id.InvalidFacilityId as error:
        if _SCIENTIFIC.fullmatch(text):
            raise CellError(
                "設備IDが指数表記の数値に変わっています。設備IDの列を文字列の書式にして作り直してください。"
            ) from error
        raise CellError(error.reason) from error


def parse_decimal(raw: RawCell, whole_digits: int = MAX_WHOLE_DIGITS) -> Decimal | None:
    """A number of zero or more, exact: 1,234.5 and full-width digits included.

    ``whole_digits`` is how many there may be before the point.
    """
    if isinstance(raw, float):
        # Excel shows and keeps 15 significant digits; what follows is binary residue.
        return _bounded(Decimal(f"{raw:.15g}"), whole_digits)
    if isinstance(raw, str):
        return _decimal_of_text(raw, whole_digits)
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise CellError("数値の欄に、日付や真偽値が入っています。")
    return _bounded(Decimal(raw), whole_digits)


def _decimal_of_text(raw: str, whole_digits: int) -> Decimal | None:
    text = _tidy(raw)
    if text is None:
        return None
    folded = unicodedata.normalize("NFKC", text)
    if not _NUMBER.fullmatch(folded):
        raise CellError("数値として読めません。")
    return _bounded(Decimal(folded.replace(",", "")), whole_digits)


def _bounded(number: Decimal, whole_digits: int) -> Decimal:
    if not number.is_finite() or number < 0:
        raise CellError("0以上の数値ではありません。")
    if number >= 10**whole_digits:
        raise CellError(f"整数部が{whole_digits}桁を超えています。")
    whole = int(number)
    return Decimal(whole) if whole == number else number.normalize()


def parse_whole_number(raw: RawCell, digits: int = MAX_WHOLE_DIGITS) -> int | None:
    """A whole number of zero or more (他の筆数, 連番)."""
    number = parse_decimal(raw, digits)
    if number is None:
        return None
    whole = int(number)
    if whole != number:
        raise CellError("整数ではありません。")
    return whole


def parse_date(raw: RawCell, earliest: date = dates.EARLIEST) -> date | None:
    """A day: an Excel date, a serial number, or any published way of writing one (see ``dates``)."""
    if isinstance(raw, date):
        day = dates.plausible(raw, earliest)
    elif isinstance(raw, str):
        return _date_of_text(raw, earliest)
    elif raw is None:
        return None
    else:
        day = _of_serial(raw)
    if day is None:
        raise CellError("日付として読めません。")
    return day


def _of_serial(raw: float | bool | time | timedelta) -> date | None:
    return dates.from_serial(raw) if isinstance(raw, int | float) and not isinstance(raw, bool) else None


def _date_of_text(raw: str, earliest: date) -> date | None:
    text = _tidy(raw)
    if text is None:
        return None
    day = dates.read_date(text, earliest)
    if day is None:
        raise CellError("日付として読めません。")
    return day


def parse_month(raw: RawCell) -> str | None:
    """A month as 'YYYY-MM'."""
    if isinstance(raw, str):
        return _month_of_text(raw)
    if raw is None:
        return None
    day = dates.plausible(raw) if isinstance(raw, date) else _of_serial(raw)
    if day is None:
        raise CellError("年月として読めません。")
    return dates.month_of(day)


def _month_of_text(raw: str) -> str | None:
    text = _tidy(raw)
    if text is None:
        return None
    month = dates.read_month(text)
    if month is None:
        raise CellError("年月として読めません。")
    return month


PARSERS: dict[str, Callable[[RawCell], CellValue]] = {
    "facility_id": parse_facility_id,
    "output_kw": parse_decimal,
    "panel_output_kw": parse_decimal,
    "other_parcels": parse_whole_number,
    "parcel_number": parse_whole_number,
    "certified_on": parse_date,
    "operation_planned_on": parse_date,
    "operation_reported_month": parse_month,
    "procurement_ends_month": parse_month,
}
"""Items that are not text."""


def parser_of(key: str) -> Callable[[RawCell], CellValue]:
    """The parser of an item key."""
    return PARSERS.get(key, parse_text)
