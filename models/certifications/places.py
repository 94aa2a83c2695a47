"""By which places a list is broken down: prefectures, or the municipalities of the one place it is about."""

from dataclasses import dataclass
from enum import StrEnum

from models.access.viewer import Viewer
from models.catalogue.item import Item
from models.certifications.criteria import SearchCriteria
from models.certifications.filters import ChoiceFilter
from models.reference.municipalities import municipalities_of, municipality, wards_of
from models.reference.prefectures import PREFECTURES
from models.register.scope_keys import ScopeKind


class Level(StrEnum):
    """How finely; the value is the key of the item."""

    PREFECTURE = "prefecture"
    MUNICIPALITY = "municipality"


@dataclass(frozen=True, slots=True)
class Places:
    """The item to break down by, and the codes that may be shown, in their order."""

    item: Item
    codes: tuple[str, ...]

    @property
    def level(self) -> Level:
        """How finely."""
        return Level(self.item.key)


def places_of(viewer: Viewer, criteria: SearchCriteria) -> Places | None:
    """The places of a list, or None when the viewer may see no place.

    Municipalities where municipalities or one prefecture are asked for, or where the viewer's rows are those of one
    prefecture or municipality; otherwise prefectures.
    """
    municipality_item, prefecture_item = viewer.items.find("municipality"), viewer.items.find("prefecture")
    prefectures = _asked(criteria, Level.PREFECTURE)
    if municipality_item is not None:
        codes = _municipalities(viewer, _asked(criteria, Level.MUNICIPALITY), prefectures)
        if codes:
            return Places(municipality_item, codes)
    return Places(prefecture_item, prefectures or tuple(PREFECTURES)) if prefecture_item is not None else None


def name_of_place(level: Level, code: str) -> str:
    """What a place is called in a list of places; a municipality without its prefecture."""
    if level is Level.PREFECTURE:
        return PREFECTURES[code].name
    found = municipality(code)
    return f"{found.county}{found.name}" if found else code


def _municipalities(viewer: Viewer, asked: tuple[str, ...], prefectures: tuple[str, ...]) -> tuple[str, ...]:
    if asked:
        return _with_wards(asked)
    if len(prefectures) == 1:
        return tuple(each.code for each in municipalities_of(prefectures[0]))
    if prefectures or len(viewer.scope) != 1:
        return ()
    (key,) = viewer.scope
    if key.kind is ScopeKind.MUNICIPALITY:
        return _with_wards((key.code,))
    return tuple(each.code for each in municipalities_of(key.code)) if key.kind is ScopeKind.PREFECTURE else ()


def _with_wards(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The wards of a city lie in it, and can be asked for in its place."""
    return tuple(dict.fromkeys(one for code in codes for one in (code, *(ward.code for ward in wards_of(code)))))


def _asked(criteria: SearchCriteria, key: str) -> tuple[str, ...]:
    return tuple(
        value
        for one in criteria.filters
        if isinstance(one, ChoiceFilter) and one.item.key == key
        for value in one.values
    )
