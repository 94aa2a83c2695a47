"""The search form, made from the catalogue: a field for every item the viewer may filter by, and for no other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.access.visible_items import VisibleItems
from models.catalogue.choices import choices
from models.catalogue.item import Item, ItemType
from models.certifications.criteria import SearchCriteria, filterable
from models.reference.municipalities import municipalities_of
from models.words import words

CARRIED = frozenset({"sort", "columns", "size"})
Given = Mapping[str, tuple[str, ...]]
"""The values the filters in force state, by parameter."""
INPUT_TYPES = {ItemType.DATE: "date", ItemType.MONTH: "month"}


@dataclass(frozen=True, slots=True)
class FormField:
    """One field, or a pair of bounds. ``kind`` is ``choice``, ``range`` or ``text``."""

    item: Item
    kind: str
    names: tuple[str, ...]
    values: tuple[str, ...]
    options: Sequence[tuple[str, str]]
    input_type: str


@dataclass(frozen=True, slots=True)
class SearchForm:
    """The fields, and what the form has to carry along (order, columns, size).

    ``since`` is the day, or the minute, from which on changes are looked for; ``since_type`` the kind of its field.
    """

    usual: tuple[FormField, ...]
    others: tuple[FormField, ...]
    others_used: bool
    carried: tuple[tuple[str, str], ...]
    problems: dict[str, str]
    since: str
    since_type: str


def search_form(criteria: SearchCriteria, items: VisibleItems) -> SearchForm:
    """The form for someone who may see ``items``, filled with what is asked."""
    given: dict[str, tuple[str, ...]] = {}
    for name, value in (pair for one in criteria.filters for pair in one.parameters()):
        given[name] = (*given.get(name, ()), value)
    fields = [_field(item, names, given) for item, names in filterable(items)]
    # Shown at once; the others fold away under "その他の条件".
    first = words().filters
    usual = [field for key in first for field in fields if field.item.key == key]
    others = [field for field in fields if field.item.key not in first]
    since = criteria.changed_since
    return SearchForm(
        usual=tuple(field for field in usual if field.options or field.kind != "choice"),
        others=tuple(field for field in others if field.options or field.kind != "choice"),
        others_used=bool(since) or any(name in given for field in others for name in field.names),
        carried=tuple(pair for pair in criteria.parameters() if pair[0] in CARRIED),
        problems=dict(criteria.problems),
        since=since.written() if since else "",
        since_type="datetime-local" if since and not since.is_day else "date",
    )


def _field(item: Item, names: tuple[str, ...], given: Given) -> FormField:
    if len(names) > 1:
        values = tuple(next(iter(given.get(name, ())), "") for name in names)
        return FormField(item, "range", names, values, (), INPUT_TYPES.get(item.type, "text"))
    if item.filterable:
        return FormField(item, "choice", names, given.get(item.key, ()), _options(item, given), "")
    return FormField(item, "text", names, given.get(item.key, ("",)), (), "text")


def _options(item: Item, given: Given) -> Sequence[tuple[str, str]]:
    if item.key != "municipality":
        return choices(item)
    return [(place.code, place.name) for chosen in given.get("prefecture", ()) for place in municipalities_of(chosen)]
