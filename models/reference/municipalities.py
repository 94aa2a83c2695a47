"""Municipalities by the five-digit code of local governments, and how to find one in an address."""

from dataclasses import dataclass
from enum import StrEnum

from models.reference.address_text import fold_address
from models.reference.prefectures import PREFECTURES
from models.reference.tables import rows


class MunicipalityKind(StrEnum):
    """What a municipality is. A ward of a designated city (行政区) belongs to its city; a special ward stands alone."""

    CITY = "市"
    TOWN = "町"
    VILLAGE = "村"
    SPECIAL_WARD = "特別区"
    DESIGNATED_CITY = "政令指定都市"
    WARD = "行政区"
    NORTHERN_TERRITORY_VILLAGE = "北方領土村"


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality or ward. ``supply_area`` holds for all of it but the exceptions of ``supply_areas``."""

    code: str
    check_digit: str
    prefecture_code: str
    county: str
    name: str
    kana: str
    kind: MunicipalityKind
    parent_code: str | None
    supply_area: str

    @property
    def prefecture_name(self) -> str:
        """The name of its prefecture, e.g. 静岡県."""
        return PREFECTURES[self.prefecture_code].name

    @property
    def full_name(self) -> str:
        """Prefecture, county and name in one, as an address begins."""
        return f"{self.prefecture_name}{self.county}{self.name}"


@dataclass(frozen=True, slots=True)
class Match:
    """A municipality found at the head of a text: what follows its name, and whether the name left room for doubt."""

    municipality: Municipality
    rest: str
    uncertain: bool = False


def _read(row: dict[str, str]) -> Municipality:
    return Municipality(
        code=row["code"],
        check_digit=row["check_digit"],
        prefecture_code=row["prefecture_code"],
        county=row["county"],
        name=row["name"],
        kana=row["kana"],
        kind=MunicipalityKind(row["kind"]),
        parent_code=row["parent_code"] or None,
        supply_area=row["supply_area"],
    )


MUNICIPALITIES: dict[str, Municipality] = {row["code"]: _read(row) for row in rows("municipalities.csv")}


def municipality(code: str) -> Municipality | None:
    """The municipality with this code, five digits or six with the check digit, or None."""
    found = MUNICIPALITIES.get(code[:5])
    if found is None or len(code) not in (5, 6) or (len(code) == 6 and code[5] != found.check_digit):
        return None
    return found


def wards_of(code: str) -> tuple[Municipality, ...]:
    """The wards of a designated city; none for any other municipality."""
    return tuple(each for each in MUNICIPALITIES.values() if each.parent_code == code)


def municipalities_of(prefecture_code: str) -> tuple[Municipality, ...]:
    """Every municipality and ward of a prefecture, in the order of the codes."""
    return tuple(each for each in MUNICIPALITIES.values() if each.prefecture_code == prefecture_code)


def territories(code: str) -> tuple[str, ...]:
    """The codes of the territories a site in this municipality lies in: its own, and the city's of a ward (M10)."""
    found = MUNICIPALITIES.get(code)
    if found is None:
        return ()
    return (found.code, found.parent_code) if found.parent_code else (found.code,)


def match_municipality(text: str, prefecture_code: str | None) -> Match | None:
    """Finds the longest name of a municipality, present or former, at the head of a folded text without prefecture.

    Without a prefecture, only a name that exists once in the country is found.
    """
    names = _NATION if prefecture_code is None else _NAMES.get(prefecture_code, _NO_NAMES)
    match = _longest(names, text)
    if match is None:
        # A county that is wrong, old or spelt otherwise: the name after it still tells, if it is the only one.
        after_county = text.find("郡", 1, _LONGEST_COUNTY)
        if after_county > 0:
            match = _longest(names, text[after_county + 1 :])
            if match is not None:
                return Match(match.municipality, match.rest, uncertain=True)
    return match


def _longest(names: "_Names", text: str) -> Match | None:
    for length in names.lengths:
        found = names.entries.get(text[:length])
        if found is not None:
            return Match(found.municipality, found.kept + text[length:], found.uncertain)
    return None


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a name leads to; ``kept`` is the former town, which goes on as part of the address."""

    municipality: Municipality
    kept: str = ""
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class _Names:
    entries: dict[str, _Entry]
    lengths: tuple[int, ...]


def _names(entries: dict[str, _Entry]) -> _Names:
    return _Names(entries, tuple(sorted({len(name) for name in entries}, reverse=True)))


def _present_names(prefecture_code: str) -> dict[str, _Entry]:
    entries: dict[str, _Entry] = {}
    for each in municipalities_of(prefecture_code):
        entries[fold_address(each.county + each.name)] = _Entry(each)
    for each in municipalities_of(prefecture_code):
        # The villages of the northern territories come last and so leave 泊村 to the one that has an office.
        entries.setdefault(fold_address(each.name), _Entry(each))
    return entries


def _former_names() -> dict[str, dict[str, _Entry]]:
    former: dict[str, dict[str, _Entry]] = {}
    for row in rows("former_municipalities.csv"):
        name = fold_address(row["former_name"])
        kept = name.partition("郡")[2] or name.partition("市")[2]
        entry = _Entry(MUNICIPALITIES[row["code"]], kept, uncertain=row["certain"] == "no")
        former.setdefault(row["prefecture_code"], {})[name] = entry
    return former


def _once_in_the_nation(by_prefecture: dict[str, _Names]) -> dict[str, _Entry]:
    seen: dict[str, list[_Entry]] = {}
    for names in by_prefecture.values():
        for name, entry in names.entries.items():
            seen.setdefault(name, []).append(entry)
    return {name: entries[0] for name, entries in seen.items() if len(entries) == 1}


_NO_NAMES = _Names({}, ())
_LONGEST_COUNTY = 6
_FORMER = _former_names()
_NAMES: dict[str, _Names] = {code: _names(_FORMER.get(code, {}) | _present_names(code)) for code in PREFECTURES}
_NATION = _names(_once_in_the_nation(_NAMES))
