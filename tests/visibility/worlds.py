"""Two registers that differ in nothing a person may see: their every answer has to be the same (O2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.catalogue.catalogue import catalogue
from models.catalogue.item import Item, ItemType, Store
from models.organisations.kinds import OrganisationKind
from models.register.certification import Certification
from tests.factories.facilities import facility, fill, parcels, take_in
from tests.factories.stock import CHIYODA, FUJI, NAHA, SAPPORO, TWO_AREAS, TWO_PREFECTURES
from tests.factories.truth import Known, everything, in_rows_of

K = OrganisationKind
SECRETS = ("秘密", "みほん", "富士", "secret", "鶴見", "A1")
"""Words that the changed values hold and the questions look for."""
CHANGED = 0.4
"""The part of the hidden items that each world changes."""
# Columns that decide whose a facility is, or from which visible ones follow.
FIXED = frozenset(
    {"facility_id", "scheme", "status", "source", "output_class", "operator_kind", "fiscal_year", "bureau",
     "prefecture", "municipality", "supply_area", "site_address", "operator_name", "certified_on",
     "operation_started_on", "output_kw", "operation_reported_month", "former_facility_id"}
)  # fmt: skip


@dataclass(frozen=True)
class Eyes:
    """Whose answers are compared."""

    kind: OrganisationKind
    code: str | None = None

    def sees(self, known: Known) -> bool:
        return in_rows_of(known, self.kind, self.code)


EYES = [
    Eyes(K.OWNER), Eyes(K.OCCTO), Eyes(K.MINISTRY), Eyes(K.APPLICATION_AGENT), Eyes(K.BUREAU, "C"),
    Eyes(K.GRID_OPERATOR, "tokyo"), Eyes(K.LOCAL_GOVERNMENT, "22"), Eyes(K.CERTIFIED_OPERATOR, "1"),
]  # fmt: skip


def change_what_is_hidden(session: Session, viewer: Viewer, eyes: Eyes, chance: Random) -> None:
    """Give every hidden item of every row, and every row out of scope, other values; nothing else changes."""
    hidden = [item for item in catalogue().items if item.key not in viewer.items.by_key]
    known = everything(session)
    mine, others = ([one for one in known if eyes.sees(one) is side] for side in (True, False))
    changes = {one.values["facility_id"]: dict(_values(hidden, chance)) for one in mine}
    changes |= {one.values["facility_id"]: dict(_values(catalogue().items, chance)) for one in others}
    fill(session, {facility_id: _lawful(viewer, values) for facility_id, values in changes.items()})
    if {"parcel_addresses", "parcel_number"} <= {item.key for item in hidden}:  # the numbers tell how many there are
        _move_parcels(session, known, chance)
    if others:
        _change_rows(session, others, eyes, chance)


def _values(items: Any, chance: Random) -> Iterator[tuple[str, Any]]:
    for item in items:
        if item.store is not Store.SITE and item.key not in FIXED and chance.random() < CHANGED:
            yield item.key, chance.choice([None, _value(item, chance), _value(item, chance)])


def _lawful(viewer: Viewer, values: dict[str, Any]) -> dict[str, Any]:
    """A company whose contract it is sees a facility: that is a fact of its rows, not a hidden value."""
    if viewer.kind is K.GRID_OPERATOR:
        values.pop("grid_operator", None)
    if "representative_name" in values:
        # An empty one marks a natural person, which is an item of its own.
        values.pop("representative_name")
    return values


def _value(item: Item, chance: Random) -> Any:
    kind = item.type.value
    single = kind.removesuffix("_list")
    column = Certification.__table__.columns.get(item.key)
    plain: Any = f"{chance.choice(SECRETS)}{chance.randrange(1000)}"
    if single in {"integer", "decimal"}:
        plain = chance.randrange(100_000) / (4 if single == "decimal" else 1)
        plain = plain if single == "decimal" else int(plain)
    elif single in {"date", "datetime"}:
        plain = (date(2010, 1, 1) + timedelta(days=chance.randrange(9_000))).isoformat()
    elif single == "month":
        plain = f"20{chance.randrange(10, 30)}-0{chance.randrange(1, 10)}"
    elif item.type is ItemType.BOOLEAN:
        return chance.random() < 0.5
    elif column is not None:
        plain = plain[: getattr(column.type, "length", None) or 10]
    return [plain] if kind.endswith("_list") or item.type is ItemType.DATE_RANGE else plain


def _move_parcels(session: Session, known: list[Known], chance: Random) -> None:
    """Parcels come, go and move to other prefectures; the representative address, which is seen, stays."""
    moved = [one for one in known if one.values["facility_id"] in {TWO_PREFECTURES, TWO_AREAS}]
    sites = [
        row
        for one in moved
        for row in parcels(
            one.values["facility_id"], FUJI, *(f"{place}{chance.choice(SECRETS)}" for place in _some(chance))
        )
    ]
    take_in(session, [_published(one, FUJI) for one in moved], sites)


def _some(chance: Random) -> list[str]:
    return chance.sample([CHIYODA, NAHA, SAPPORO], chance.randrange(1, 4))


def _published(known: Known, address: str) -> dict[str, Any]:
    values = {key: known.values[key] for key in facility("", "") if key not in {"site_address", "facility_id"}}
    for key in ("output_kw", "panel_output_kw"):
        values[key] = Decimal(str(values[key])) if values[key] is not None else None
    return facility(known.values["facility_id"], address, **values)


def _change_rows(session: Session, others: list[Known], eyes: Eyes, chance: Random) -> None:
    """Rows out of scope change in everything, and one more comes; none of them comes into scope."""
    rows = []
    for one in chance.sample(others, min(4, len(others))):
        if one.values["certified_on"] is not None:
            row = _published(one, one.values["site_address"])
            row["operator_name"] = f"{chance.choice(SECRETS)}電力{chance.randrange(100)}"
            row["certified_on"] = date(2013, 4, 1) + timedelta(days=chance.randrange(900))
            rows.append(row)
    number = chance.randrange(1, 99_999)
    rows.append(facility(f"C{number:06}A01", SAPPORO, source="風力", operator_name=f"秘密電力{number}"))
    take_in(session, rows)
    brought_in = [one for one in everything(session) if eyes.sees(one)]
    assert f"C{number:06}A01" not in {one.values["facility_id"] for one in brought_in}
