"""Cells of the matrix item × attribute: granted on stated terms, or not (M9)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access.permissions import WITHOUT_THE_REGISTER
from models.catalogue.catalogue import Catalogue, catalogue
from models.catalogue.grants import Grant, Ground
from models.catalogue.item import Item, PersonalData, can_be_granted
from models.catalogue.recorded import counts
from models.errors import DomainError, NotFound
from models.legal.dated import digest
from models.organisations.kinds import OrganisationKind
from models.words import words

LONGEST = {"reference": 200, "reviewer": 200, "less_will_not_do": 500, "note": 500}


class CellKey(NamedTuple):
    """One cell: an item's key, and an attribute."""

    item: str
    attribute: OrganisationKind


@dataclass(frozen=True, slots=True)
class GrantTerms:
    """On what an item is granted. In a draft anything may still be missing; ``faults`` names what."""

    ground: Ground | None = None
    reference: str = ""
    reviewer: str = ""
    reviewed_on: date | None = None
    review_due_on: date | None = None
    less_will_not_do: str = ""
    note: str = ""

    @classmethod
    def of(cls, row: Any) -> "GrantTerms":
        """The terms of a row of grants or of a draft."""
        ground = Ground(row.ground) if row.ground else None
        return cls(
            ground, row.reference, row.reviewer, row.reviewed_on, row.review_due_on, row.less_will_not_do, row.note
        )

    @property
    def columns(self) -> dict[str, Any]:
        """The terms as columns of a row."""
        values = {name: getattr(self, name) for name in _TERMS}
        return values | {"ground": self.ground.value if self.ground else ""}


_ATTRIBUTES = {kind.value: kind for kind in OrganisationKind}
_GROUNDS = {"": None} | {ground.value: ground for ground in Ground}
_TERMS = tuple(one.name for one in fields(GrantTerms))
_COLUMNS = (Grant.item, Grant.attribute, *(getattr(Grant, name) for name in _TERMS))
Cells = Mapping[CellKey, GrantTerms]
"""The granted cells: one that is missing is not granted."""
Changes = Mapping[CellKey, GrantTerms | None]
"""Wanted cells; None is not granted."""


class NoSuchCell(DomainError):
    """No such item or attribute, or one that can never be granted to the other."""


def attributes() -> tuple[OrganisationKind, ...]:
    """The attributes that are reviewed: those the catalogue in use names, in its order (M18).

    Those who watch over the register without reading it are granted nothing.
    """
    return _reviewed(catalogue())


def attribute_of(code: str) -> OrganisationKind:
    """The reviewed attribute with this code. Raises ``NotFound``."""
    found = next((one for one in attributes() if one.value == code), None)
    if found is None:
        raise NotFound
    return found


@lru_cache(maxsize=8)
def _reviewed(whole: Catalogue) -> tuple[OrganisationKind, ...]:
    return tuple(kind for kind in whole.by_kind if kind not in WITHOUT_THE_REGISTER)


def cells_of(session: Session, edition: int) -> dict[CellKey, GrantTerms]:
    """The cells an edition grants, whatever became of their items."""
    return dict(map(_cell, session.execute(select(*_COLUMNS).where(Grant.edition == edition))))


def standing_cells(session: Session, edition: int, items: Collection[str] | None = None) -> dict[CellKey, GrantTerms]:
    """The cells of an edition that count today: what a new edition goes on from. With ``items``, of these alone.

    Grants of an item that left the catalogue, or left it and came again, do not; nothing revives them (M9). Nor do
    those that could not be made any more: of an item that became internal, of an attribute the catalogue does not name.
    """
    statement = select(*_COLUMNS).where(Grant.edition == edition, counts(edition))
    if items is not None:
        statement = statement.where(Grant.item.in_(items))
    named = frozenset(attributes())
    return {key: terms for key, terms in map(_cell, session.execute(statement)) if key.attribute in named}


def check_grantable(key: CellKey) -> Item:
    """The item of a cell; raises ``NoSuchCell`` for one that cannot be granted whatever the ground (policy §3)."""
    item = catalogue().by_key.get(key.item)
    if item is None:
        raise NoSuchCell(f"項目一覧に無い項目です: {key.item[:64]}")
    if key.attribute not in attributes():
        raise NoSuchCell(f"{key.attribute.label}は{words().records}を閲覧しないため、許可できません。")
    if not can_be_granted(item, key.attribute):
        raise NoSuchCell(f"「{item.label}」は内部項目のため、認定事業者には許可できません。")
    return item


def check_keepable(terms: GrantTerms) -> None:
    """Raise ``DomainError`` for words too long to be kept."""
    for name, longest in LONGEST.items():
        if len(getattr(terms, name)) > longest:
            raise DomainError(f"根拠などの文は {longest} 文字以内にしてください。")


def faults(item: Item, terms: GrantTerms, today: date) -> list[str]:
    """What a granted cell lacks before it can be in an edition (M9)."""
    found = []
    if terms.ground is None:
        found.append("根拠の区分がありません。")
    if not terms.reference.strip():
        found.append("業務又は条文の名がありません。")
    if not terms.reviewer.strip():
        found.append("点検者がありません。")
    if terms.reviewed_on is None:
        found.append("点検日がありません。")
    elif terms.reviewed_on > today:
        found.append("点検日が今日より後です。")
    if terms.review_due_on is not None and terms.reviewed_on and terms.review_due_on <= terms.reviewed_on:
        found.append("次の点検の期限が、点検日より後ではありません。")
    if item.personal is not PersonalData.NO and not terms.less_will_not_do.strip():
        found.append("個人情報の項目に、より少ない情報では足りない理由がありません。")
    return found


def changed(base: Cells, wanted: Changes) -> dict[CellKey, GrantTerms | None]:
    """Those of ``wanted`` that differ from ``base``."""
    return {key: terms for key, terms in wanted.items() if base.get(key) != terms}


def merged(base: Cells, changes: Changes) -> dict[CellKey, GrantTerms]:
    """The cells granted after the changes."""
    after = {key: terms for key, terms in base.items() if key not in changes}
    return after | {key: terms for key, terms in changes.items() if terms is not None}


def digest_of(cells: Cells) -> str:
    """SHA-256 of granted cells in one order: equal for equal editions, whoever works it out (B3)."""
    lines = [
        [key.item, key.attribute.value, *(str(value or "") for value in cells[key].columns.values())]
        for key in sorted(cells)
    ]
    return digest(lines)


def ordered(keys: Iterable[CellKey]) -> list[CellKey]:
    """Cells in the order of the catalogue, then of the attributes; items that are gone come last."""
    place, column = _places(catalogue())
    return sorted(
        keys,
        key=lambda key: (
            place.get(key.item, len(place)),
            key.item,
            column.get(key.attribute, len(column)),
            key.attribute,
        ),
    )


@lru_cache(maxsize=8)
def _places(whole: Catalogue) -> tuple[Mapping[str, int], Mapping[OrganisationKind, int]]:
    items = {item.key: number for number, item in enumerate(whole.items)}
    return items, {attribute: number for number, attribute in enumerate(_reviewed(whole))}


def _cell(row: Sequence[Any]) -> tuple[CellKey, GrantTerms]:
    item, attribute, ground, *terms = row  # by place: a page reads all of an edition's thousands
    return CellKey(item, _ATTRIBUTES[attribute]), GrantTerms(_GROUNDS[ground], *terms)
