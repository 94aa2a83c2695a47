"""Why a certification lies in somebody's rows: the scope keys it carries, and the facts that give them (B2, M10).

What decides are the keys stored with it, by which every listing is made. The facts are told only as far as the reader
may see the items they rest on; nothing else of the certification is fetched.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from models.access.door import Reading
from models.access.granted_documents import granted_document
from models.access.row_scope import RowScope
from models.access.visible_items import VisibleItems
from models.register.certification import CERTIFICATIONS, SITES
from models.register.scope_facts import ScopeFact, SiteFact, law_item, laws_of, scope_facts_of
from models.register.scope_keys import ScopeKey, ScopeKind
from models.register.scopes import SCOPES

Facts = Mapping[ScopeKey, Sequence[ScopeFact]]
CODES_AT_ONCE = 500
# The column a fact is read from, and the item that holds it for those who may see it.
_COLUMN_OF = {
    "prefecture": "prefecture",
    "municipality": "municipality",
    "supply_area": "supply_area",
    "grid_operator": "grid_operator",
    "bureau": "bureau",
    "output_kw": "output_kw",
    "source": "source_group",
    "operator_name": "operator_id",
}
_PARCEL_ITEMS = ("parcel_number", "parcel_addresses")


def carried(register: Reading, certification_id: int, keys: Collection[ScopeKey]) -> RowScope:
    """Those of ``keys`` that the certification carries. The rows looked at are the ones that decide every listing."""
    by_kind: dict[ScopeKind, list[str]] = {}
    for key in sorted(keys):
        by_kind.setdefault(key.kind, []).append(key.code)
    position = select(CERTIFICATIONS.c.position).where(CERTIFICATIONS.c.id == certification_id).scalar_subquery()
    found: set[ScopeKey] = set()
    for kind, codes in by_kind.items():
        of_kind = select(SCOPES.c.code).where(SCOPES.c.kind == kind.value, SCOPES.c.position == position)
        for start in range(0, len(codes), CODES_AT_ONCE):
            held = register.execute(of_kind.where(SCOPES.c.code.in_(codes[start : start + CODES_AT_ONCE])))
            found.update(ScopeKey(kind, code) for code in held.scalars())
    return frozenset(found)


def operators_carried(register: Reading, certification_id: int) -> frozenset[str]:
    """The scope codes of the certified operators in whose rows the certification lies."""
    position = select(CERTIFICATIONS.c.position).where(CERTIFICATIONS.c.id == certification_id).scalar_subquery()
    of_kind = select(SCOPES.c.code).where(SCOPES.c.kind == ScopeKind.OPERATOR.value, SCOPES.c.position == position)
    return frozenset(register.execute(of_kind).scalars())


def visible_facts(register: Reading, certification_id: int) -> Facts:
    """The facts of a certification by the key they give, as far as the reader may see what they rest on."""
    facts: dict[ScopeKey, list[ScopeFact]] = {}
    parcels = _parcels(register, certification_id)
    for key, fact in scope_facts_of(_columns(register, certification_id), parcels, _laws(register, certification_id)):
        told = facts.setdefault(key, [])
        if fact not in told:
            told.append(fact)
    return facts


def _columns(register: Reading, certification_id: int) -> Mapping[str, Any]:
    names = [column for item, column in _COLUMN_OF.items() if item in register.viewer.items]
    if not names:
        return {}
    columns = (CERTIFICATIONS.c[name] for name in names)
    return register.execute(select(*columns).where(CERTIFICATIONS.c.id == certification_id)).one()._asdict()


def _parcels(register: Reading, certification_id: int) -> Iterator[tuple[int, SiteFact]]:
    items = register.viewer.items
    if not all(item in items for item in _PARCEL_ITEMS):
        return
    names = [name for name in ("prefecture", "municipality", "supply_area") if name in items]
    columns = (SITES.c.parcel_number, *(SITES.c[name] for name in names))
    chosen = select(*columns).where(SITES.c.certification_id == certification_id).order_by(SITES.c.parcel_number)
    for row in register.execute(chosen).mappings():
        known = (row.get(name) for name in ("prefecture", "municipality", "supply_area"))
        yield row["parcel_number"], SiteFact("", *known)


def _laws(register: Reading, certification_id: int) -> Sequence[str]:
    if not _laws_visible(register.viewer.items):
        return ()
    return sorted(laws_of(granted_document(register, certification_id)))


def _laws_visible(items: VisibleItems) -> bool:
    return any(law_item(key) for key in items.by_key)
