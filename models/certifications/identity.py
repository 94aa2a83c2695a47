"""Finding one certification by 設備ID, its present or a former one, within the viewer's rows (M10)."""

from typing import Any

from sqlalchemy import Row, select

from models.access.door import Reading
from models.reference import facility_id as facility_ids
from models.register.certification import CERTIFICATIONS, FACILITY_IDS


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
