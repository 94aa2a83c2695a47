"""Addresses of a search: the same question, on the list, sorted otherwise, with one condition less, as a file."""

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlencode

from flask import url_for

from models.catalogue.item import Item
from models.certifications.criteria import DEFAULT_SIZE, DEFAULT_SORT, SINCE, SearchCriteria, Sort
from models.certifications.cursor import Cursor
from models.certifications.filters import Filter


def search_url(criteria: SearchCriteria, cursor: Cursor | None = None) -> str:
    """The list, from its beginning or from a cursor."""
    return _address("certifications.search", [*criteria.parameters(), *([cursor.parameter()] if cursor else [])])


def url_without(criteria: SearchCriteria, condition: Filter) -> str:
    """The list without one condition."""
    return search_url(criteria.without(condition))


def url_without_words(criteria: SearchCriteria) -> str:
    """The list without the words of the search box."""
    return _address("certifications.search", _but(criteria, "q"))


def url_without_since(criteria: SearchCriteria) -> str:
    """The list whenever its certifications were changed."""
    return _address("certifications.search", _but(criteria, SINCE))


def url_cleared(criteria: SearchCriteria) -> str:
    """The list without any condition; order, columns and size stay."""
    kept = [pair for pair in criteria.parameters() if pair[0] in {"sort", "columns", "size"}]
    return _address("certifications.search", kept)


def sort_url(criteria: SearchCriteria, item: Item) -> str:
    """The list sorted by an item; asked again, the other way round."""
    direction = sort_direction(criteria, item)
    ahead = Sort(item, descending=direction == "ascending")
    return _address("certifications.search", [*_but(criteria, "sort"), ("sort", ahead.parameter())])


def size_url(criteria: SearchCriteria, size: int) -> str:
    """The list with another number of rows a page."""
    return _address(
        "certifications.search", [*_but(criteria, "size"), *([("size", str(size))] if size != DEFAULT_SIZE else [])]
    )


def columns_url(criteria: SearchCriteria, beside: str = "") -> str:
    """Where the columns of this list are chosen; ``beside`` is the key of the one to look at."""
    anchor = f"#column-{beside}" if beside else ""
    return _address("certifications.columns", criteria.parameters()) + anchor


def remember_url(criteria: SearchCriteria) -> str:
    """Where the columns of this list become the person's usual ones."""
    return _address("certifications.remember_columns", criteria.parameters())


def breakdown_url(criteria: SearchCriteria) -> str:
    """This list in numbers."""
    return _address("certifications.breakdown", criteria.parameters())


def save_url(criteria: SearchCriteria) -> str:
    """Where this question is kept under a name."""
    return _address("certifications.ask_name", criteria.parameters())


def sites_url(facility_id: str, page: int) -> str:
    """One page of a facility's sites."""
    return url_for("certifications.read", facility_id=facility_id, sites=page, _anchor="sites")


def export_url(criteria: SearchCriteria) -> str:
    """Where this list becomes a file."""
    return _address("certifications.export", criteria.parameters())


def excess_url(criteria: SearchCriteria) -> str:
    """Where this list is asked for as a file over the quota."""
    return _address("certifications.ask_excess", criteria.parameters())


def sort_direction(criteria: SearchCriteria, item: Item) -> str:
    """``ascending``, ``descending``, or empty when the list is not sorted by this item."""
    key = criteria.sort.item.key if criteria.sort.item else DEFAULT_SORT
    if item.key != key:
        return ""
    return "descending" if criteria.sort.descending else "ascending"


def _but(criteria: SearchCriteria, name: str) -> list[tuple[str, str]]:
    return [pair for pair in criteria.parameters() if pair[0] != name]


def _address(endpoint: str, pairs: Sequence[tuple[str, str]]) -> str:
    path = url_for(endpoint)
    return f"{path}?{'&'.join(map(_encoded, pairs))}" if pairs else path


@lru_cache(maxsize=4_096)
def _encoded(pair: tuple[str, str]) -> str:
    # A page has a dozen addresses of the same conditions.
    return urlencode([pair])
