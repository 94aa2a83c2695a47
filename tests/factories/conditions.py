"""Random conditions of a search, made of what facilities are: words, bounds and codes, or nearly."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from models.catalogue.catalogue import catalogue
from models.catalogue.choices import choices
from models.catalogue.item import Item
from models.certifications.filters import RANGED
from tests.factories.handwriting import MINUSES, QUOTES
from tests.factories.meaning import Between, Bound, Holding, OneOf, Word
from tests.factories.truth import SEARCHED, Known, text_of

Rows = st.SearchStrategy[Known]
PIECES = (1, 1, 2, 2, 2, 3, 5, 40)
"""Lengths of words: in Japanese one has one or two characters as often as not."""
ANYWHERE = "電力"
# Cities with their wards' facilities, a ward without any, and places where nothing stands.
_FURTHER_PLACES = {"prefecture": ["13", "46"], "municipality": ["14100", "14130", "40100", "27140", "14109", "46201"]}
_ITEMS = catalogue().items
_RANGED = [item for item in _ITEMS if item.filterable and item.type in RANGED]
_CHOSEN = [item for item in _ITEMS if item.filterable and choices(item) and item.key not in _FURTHER_PLACES]
_PLACED = [catalogue().by_key[key] for key in _FURTHER_PLACES]
_DAYS = st.dates(date(2000, 1, 1), date(2020, 12, 31))


def condition(rows: Rows) -> st.SearchStrategy[OneOf | Between | Holding]:
    """A filter of any kind, usually true of one of ``rows``."""
    return st.one_of(
        st.sampled_from(_RANGED).flatmap(lambda item: _between(item, rows)),
        st.sampled_from(_CHOSEN).flatmap(lambda item: _one_of(item, rows)),
        st.sampled_from(_PLACED).flatmap(lambda item: _one_of(item, rows)),
        _holding(rows),
    )


@st.composite
def word(draw: st.DrawFn, rows: Rows) -> Word:
    """A word of the search box that stands in a text of one of ``rows``."""
    text = draw(_piece(rows, st.sampled_from(SEARCHED)))
    if draw(st.integers(0, 7)) == 0:
        text = " ".join(text.split()[::-1])  # the same words, and another phrase
    # What would be read otherwise when it stands bare is put in quotes, and so are others.
    phrase = text[0] in MINUSES or any(letter.isspace() for letter in text) or draw(st.integers(0, 4)) == 0
    return Word(text, unwanted=draw(st.integers(0, 4)) == 0, phrase=phrase)


@st.composite
def _holding(draw: st.DrawFn, rows: Rows) -> Holding:
    key = draw(st.sampled_from(SEARCHED))
    other = draw(st.sampled_from(SEARCHED))
    return Holding(key, draw(_piece(rows, st.sampled_from([key, key, key, other]))))


@st.composite
def _piece(draw: st.DrawFn, rows: Rows, keys: st.SearchStrategy[str]) -> str:
    """A part of a text, from one character to all of it, sometimes in another case."""
    text = draw(st.sampled_from(text_of(draw(rows), draw(keys)).split("\n"))) or ANYWHERE
    start = draw(st.integers(0, len(text) - 1)) if draw(st.booleans()) else 0
    piece = text[start : start + draw(st.sampled_from(PIECES))]
    piece = "".join(letter for letter in piece if letter not in QUOTES).strip() or ANYWHERE
    return draw(st.sampled_from((piece, piece, piece.upper(), piece.swapcase())))


@st.composite
def _between(draw: st.DrawFn, item: Item, rows: Rows) -> Between:
    stored = draw(rows).values[item.key]
    bounds: list[Any] = [draw(_near(item)), draw(_near(item)) if stored is None or draw(st.booleans()) else stored]
    lowest, highest = sorted(bounds)
    ends = draw(st.sampled_from(("from", "to", "both", "both")))
    return Between(item.key, lowest if ends != "to" else None, highest if ends != "from" else None)


def _near(item: Item) -> st.SearchStrategy[Bound]:
    match item.type.value:
        case "date":
            return _DAYS
        case "month":
            return _DAYS.map(lambda day: f"{day:%Y-%m}")
    if item.key == "fiscal_year":
        return st.integers(2012, 2017).map(float)
    return st.sampled_from((0.0, 9.9, 10.0, 15.0, 21.0, 49.95, 50.0, 60.1, 1990.4)) | st.floats(0, 1e6).map(
        lambda number: round(number, 2)
    )


@st.composite
def _one_of(draw: st.DrawFn, item: Item, rows: Rows) -> OneOf:
    row = draw(rows)
    if item.key in _FURTHER_PLACES:
        own = {place[item.key == "municipality"] for place in row.places()} - {None}
        values = [*sorted(own)] * 2 + _FURTHER_PLACES[item.key]
    else:
        stored = row.values["source_group" if item.key == "source" else item.key]
        known = [value for value, _name in choices(item)]
        values = [value for value in (str(stored).lower(), stored) if value in known] * len(known) + known
    return OneOf(item.key, tuple(draw(st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True))))
