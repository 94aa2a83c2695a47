"""What a listing must be, found the slow way: every row loaded, every rule applied in plain Python.

Nothing of ``models.access``, of SQL or of the stored scope rows is used, only the facts themselves; what is asked comes
as a meaning, not as an address (criteria stand for what they were read as). Folding alone is the product's
own: it is proved pair by pair.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.certifications.criteria import SearchCriteria
from models.organisations.kinds import OrganisationKind
from models.register.certification import Amendment, Certification, Document, FacilityId, Site
from models.register.folding import fold
from models.register.tripwire import opened
from tests.factories.meaning import Between, Holding, OneOf, Question, understood

REFERENCE = Path("models/reference/data")
SEARCHED = ("facility_id", "facility_name", "operator_name", "representative_name", "operator_address", "site_address",
            "parcel_addresses")  # fmt: skip


@dataclass(frozen=True)
class Known:
    """One certification with everything the register knows of it."""

    values: dict[str, Any]
    ids: tuple[str, ...]
    sites: tuple[tuple[str, str | None, str | None, str | None], ...]
    items: dict[str, Any]
    amended: tuple[tuple[str, datetime], ...] = ()

    @property
    def id(self) -> int:
        return int(self.values["id"])

    def places(self) -> set[tuple[str | None, str | None]]:
        """Prefecture and municipality of every site."""
        return {(self.values["prefecture"], self.values["municipality"])} | {site[1:3] for site in self.sites}


def everything(session: Session) -> list[Known]:
    """The whole register, in the order of keys."""
    with opened():
        certifications = select(*Certification.__table__.c).order_by(Certification.id)
        found = {row.id: row._asdict() for row in session.execute(certifications)}
        ids = session.execute(select(FacilityId.certification_id, FacilityId.facility_id)).all()
        columns = (Site.certification_id, Site.address, Site.prefecture, Site.municipality, Site.supply_area)
        sites = session.execute(select(*columns).order_by(Site.certification_id, Site.parcel_number)).all()
        entries = session.execute(select(Amendment.certification_id, Amendment.item, Amendment.changed_at)).all()
        documents = dict(session.execute(select(Document.certification_id, Document.items)).all())
    session.rollback()
    return [
        Known(
            values,
            tuple(sorted(one for key, one in ids if key == number)),
            tuple(tuple(row[1:]) for row in sites if row[0] == number),
            documents.get(number, {}),
            tuple(sorted((item, at) for key, item, at in entries if key == number)),
        )
        for number, values in found.items()
    ]


def in_rows_of(known: Known, kind: OrganisationKind, code: str | None, laws: Iterable[str] = ()) -> bool:
    """Whether an organisation sees this certification (policy §1)."""
    values = known.values
    match kind:
        case OrganisationKind.OWNER | OrganisationKind.OCCTO:
            return True
        case OrganisationKind.APPLICATION_AGENT:
            kw = values["output_kw"]
            return str(values["source"]).startswith("太陽光") and kw is not None and kw < 50
        case OrganisationKind.GRID_OPERATOR:
            areas = {values["supply_area"], *(site[3] for site in known.sites)} - {None}
            contracting = values["grid_operator"]
            return code in ({contracting} if contracting and contracting not in areas else areas)
        case OrganisationKind.BUREAU:
            return code == _letter(values["facility_id"]) or any(
                prefecture in _prefectures_of(code) for prefecture, _town in known.places()
            )
        case OrganisationKind.LOCAL_GOVERNMENT:
            return any(code in {prefecture, town, _city_of(town)} - {None} for prefecture, town in known.places())
        case OrganisationKind.MINISTRY:
            return not laws or any(_law_applies(known, law) for law in laws)
        case OrganisationKind.CERTIFIED_OPERATOR:
            return code == str(values["operator_id"])
        case _:
            return False


def matching(rows: Iterable[Known], asked: Question | SearchCriteria, visible: Iterable[str]) -> list[Known]:
    """Those that are meant, for someone who may see the items ``visible``."""
    visible, question = frozenset(visible), understood(asked)
    conditions = [one for one in question.conditions if one.key in visible]
    return [
        known
        for known in rows
        if all(_passes(known, one, visible) for one in conditions)
        and all(_says(known, word.text, visible, phrase=word.phrase) != word.unwanted for word in question.words)
        and (question.changed_since is None or _changed(known, question.changed_since, visible))
    ]


def in_order(rows: Iterable[Known], asked: Question | SearchCriteria, visible: Iterable[str]) -> list[Known]:
    """The rows in the order asked for: unknown values last, ties as the register lists them."""
    visible, question = frozenset(visible), understood(asked)
    dated = "certified_on" in visible
    key, down = (question.sort, question.descending) if question.sort in visible else (None, True)
    if key is None and not dated:
        return sorted(rows, key=lambda known: known.id)
    listed = sorted(rows, key=lambda known: _place(known, dated=dated), reverse=down)
    if key is None or key == "certified_on":
        return listed
    filled = [known for known in listed if known.values[key] is not None]
    empty = [known for known in listed if known.values[key] is None]
    return sorted(filled, key=lambda known: known.values[key], reverse=down) + empty


def _place(known: Known, *, dated: bool) -> tuple[date, int]:
    day = known.values["certified_on"] if dated else None
    return (day or date.min, known.id)


def _passes(known: Known, one: OneOf | Between | Holding, visible: frozenset[str]) -> bool:
    match one:
        case OneOf(key="prefecture" | "municipality" as key, values=values):
            return bool(_codes(known, key, visible) & set(values))
        case OneOf(key, values):
            value = known.values["source_group" if key == "source" else key]
            return (str(value).lower() if isinstance(value, bool) else value) in values
        case Between(key, lowest, highest):
            value = known.values[key]
            return value is not None and (lowest is None or value >= lowest) and (highest is None or value <= highest)
        case Holding(key, text):
            return _says(known, text, frozenset({key}))


def _changed(known: Known, since: datetime, visible: frozenset[str]) -> bool:
    created: datetime = known.values["created_at"]
    return created >= since or any(at >= since and item in visible for item, at in known.amended)


def _codes(known: Known, key: str, visible: frozenset[str]) -> set[str | None]:
    """The places a facility is in, as far as its sites may be seen; a ward's facility is in its city as well."""
    own = (known.values["prefecture"], known.values["municipality"])
    places = known.places() if "parcel_addresses" in visible else {own}
    if key == "prefecture":
        return {prefecture for prefecture, _town in places}
    return {code for _prefecture, town in places for code in (town, _city_of(town))}


def _says(known: Known, text: str, keys: frozenset[str], *, phrase: bool = False) -> bool:
    texts = [_folded(text_of(known, key)) for key in SEARCHED if key in keys]
    folded = _folded(text)
    words = [folded] if phrase and folded else folded.split()
    return bool(words) and all(any(word in said for said in texts) for word in words)


_folded = lru_cache(maxsize=100_000)(fold)


def text_of(known: Known, key: str) -> str:
    """What a searchable item says of a certification; parcels are lines."""
    if key == "facility_id":
        return " ".join(known.ids)
    if key == "parcel_addresses":
        return "\n".join(site[0] for site in known.sites)
    return str(known.values[key] or "")


def _law_applies(known: Known, law: str) -> bool:
    said = known.items.get(f"law_{law}_applicable") or known.items.get(f"law_{law}_status")
    return said is not None and said not in {"無", "手続不要"}


def _table(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


_BUREAUS = {row["letter"]: row for row in _table("bureaus.csv")}
_LETTERS = {row["fip_digit"]: letter for letter, row in _BUREAUS.items()}
_CITIES = {row["code"]: row["parent_code"] for row in _table("municipalities.csv")}


def _letter(facility_id: str) -> str:
    return _LETTERS.get(facility_id[7], facility_id[7])


def _prefectures_of(letter: str | None) -> list[str]:
    return _BUREAUS[letter]["prefecture_codes"].split("|") if letter in _BUREAUS else []


def _city_of(town: str | None) -> str | None:
    return _CITIES.get(town or "") or None
