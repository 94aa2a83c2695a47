"""How values are shown: Japanese dates and eras, numbers with separators, codes by their names."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask

from models import clock
from models.catalogue.choices import name_of_code, name_of_truth
from models.catalogue.item import Item, ItemType

# First day of each era, newest first (元号法と政令).
ERAS = ((date(2019, 5, 1), "令和"), (date(1989, 1, 8), "平成"), (date(1926, 12, 25), "昭和"))
WEEKDAYS = "月火水木金土日"
NOTHING = "―"


def install(app: Flask) -> None:
    """Offer the filters to every template."""
    app.jinja_env.filters.update(
        day=day,
        era_day=era_day,
        item_value=item_value,
        moment=moment,
        month=month,
        number=number,
        span=span,
        weekday_moment=weekday_moment,
    )


def item_value(value: Any, item: Item, *, eras: bool = False) -> str:
    """A value of an item as a person reads it, its unit included; ``eras`` adds the Japanese year to dates."""
    if value is None or value == "" or value == []:
        return NOTHING
    if isinstance(value, list):
        return "、".join(item_value(one, item, eras=eras) for one in value)
    if isinstance(value, bool):
        return name_of_truth(value)
    if isinstance(value, int | float):
        digits = item.scale if item.type.numeric and isinstance(value, float) else None
        # Years are counted, not measured: no separator.
        shown = str(value) if item.unit == "年度" else number(value, digits)
        return f"{shown} {item.unit}".rstrip()
    if isinstance(value, date):
        return era_day(value) if eras else day(value)
    return month(value) if item.type is ItemType.MONTH else name_of_code(item, str(value))


def day(value: date | None) -> str:
    """``2026年4月1日``; a dash for none."""
    return f"{value.year}年{value.month}月{value.day}日" if value else NOTHING


def era_day(value: date | None) -> str:
    """``2026年4月1日（令和8年）``: the calendar the register is kept in, and the era its forms ask for."""
    if value is None:
        return NOTHING
    era = next(((first, name) for first, name in ERAS if value >= first), None)
    if era is None:
        return day(value)
    year = value.year - era[0].year + 1
    return f"{day(value)}（{era[1]}{'元' if year == 1 else year}年）"


def month(value: str | None) -> str:
    """``2026-04`` as ``2026年4月``."""
    if not value:
        return NOTHING
    year, _, number_of_month = value.partition("-")
    return f"{int(year)}年{int(number_of_month)}月"


def moment(value: datetime | None) -> str:
    """A moment on a clock in Japan, to the minute."""
    if value is None:
        return NOTHING
    local = clock.in_japan(value)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def span(value: timedelta) -> str:
    """How long something has lasted: ``3日5時間``, and below a day ``5時間`` or ``40分``."""
    hours, minutes = divmod(value.seconds // 60, 60)
    if value.days:
        return f"{value.days}日{hours}時間" if hours else f"{value.days}日"
    return f"{hours}時間" if hours else f"{minutes}分"


def weekday_moment(value: datetime) -> str:
    """A moment in Japan with its day of the week and seconds."""
    local = clock.in_japan(value)
    return f"{local.year}年{local.month}月{local.day}日（{WEEKDAYS[local.weekday()]}）{local:%H:%M:%S}"


def number(value: Any, digits: int | None = None) -> str:
    """``1,234.5``; ``digits`` after the point, or as many as the value has."""
    if value is None:
        return NOTHING
    if digits is not None:
        return f"{value:,.{digits}f}"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.10f}".rstrip("0").rstrip(".")
