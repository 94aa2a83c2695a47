"""Questions of why, and what is recorded of them."""

from urllib.parse import quote

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit.tables import AuditEvent, AuditEventFacility
from tests.blueprints.certifications.conftest import Office
from tests.driver.visitor import Visitor

GRANTED, HIDDEN = "operator_name", "applied_on"
"""An item granted to grid companies, and one hidden from them."""


def ask(visitor: Visitor, expect: int = 200, **asked: str) -> str:
    """The answer to a question by address, as text."""
    query = "&".join(f"{name}={quote(value)}" for name, value in asked.items())
    return visitor.visit(f"/admin/why?{query}", expect=expect).text


def events(office: Office, name: str) -> list[AuditEvent]:
    """The events of this name; those about a facility name the facility."""
    with Session(office.engine) as session:
        found = list(session.scalars(select(AuditEvent).where(AuditEvent.name == name).order_by(AuditEvent.number)))
        shown = select(AuditEventFacility.event_number)
        for one in found:
            named = session.scalar(shown.where(AuditEventFacility.event_number == one.number).limit(1)) is not None
            assert named is one.object.startswith("facility:A")
        session.expunge_all()
    return found
