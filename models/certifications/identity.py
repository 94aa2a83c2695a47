"""Which certification bears a 設備ID, its present or a former one, within the viewer's rows; and all that do (M10)."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, Select, false, or_, select

from models.access.door import Reading
from models.access.scope_conditions import is_key
from models.reference import facility_id as facility_ids
from models.register.certification import CERTIFICATIONS, FACILITY_IDS
from models.register.scopes import SCOPES


def find_in_scope(register: Reading, given: str) -> Row[Any] | None:
    """``(id, facility_id)`` of the certification that has or had this ID; None when absent, hidden or out of scope."""
    parsed = facility_ids.find(given)
    if parsed is None or "facility_id" not in register.viewer.items:
        return None
    statement = (
        select(CERTIFICATIONS.c.id, CERTIFICATIONS.c.facility_id)
        .join(FACILITY_IDS, FACILITY_IDS.c.certification_id == CERTIFICATIONS.c.id)
        .where(FACILITY_IDS.c.facility_id == str(parsed), register.in_scope())
    )
    return register.execute(statement).one_or_none()


def current_facility_id(register: Reading, given: str) -> str | None:
    """The present ID of the certification that ``given`` names, if the viewer may see it."""
    found = find_in_scope(register, given)
    return found.facility_id if found is not None else None


def keys_in_scope(register: Reading) -> Select[*tuple[Any, ...]]:
    """The keys of all the certifications that ``find_in_scope`` may find, read along the viewer's scope keys."""
    keys = register.viewer.scope if "facility_id" in register.viewer.items else ()
    carried = or_(false(), *(is_key(key) for key in sorted(keys)))
    return select(CERTIFICATIONS.c.id).join(SCOPES, SCOPES.c.position == CERTIFICATIONS.c.position).where(carried)


def facility_ids_of(register: Reading, keys: Collection[int]) -> dict[int, str]:
    """The present IDs of these certifications, as far as the viewer may see them."""
    chosen = select(CERTIFICATIONS.c.id, CERTIFICATIONS.c.facility_id).where(CERTIFICATIONS.c.id.in_(keys))
    visible = "facility_id" in register.viewer.items
    return {row.id: row.facility_id for row in register.execute(chosen.where(register.in_scope()))} if visible else {}
