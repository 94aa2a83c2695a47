"""A trail that has lived: ten days of long ago, and today."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.orm import Session

from models.audit import verify_trail as verifier
from models.audit.actor import Actor
from models.audit.checkpoints import CheckpointBook
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.settings import Settings

CONSOLE = Actor.at_console("tests")
LONG_AGO = datetime(2020, 4, 1, 3, tzinfo=UTC)
LISTED = {"asked": {"q": ["é\u2028太陽光"]}, "total": 2, "items": ["facility_id"]}


@pytest.fixture
def book(settings: Settings) -> CheckpointBook:
    return CheckpointBook.of(settings)


@pytest.fixture
def lived(session: Session) -> Session:
    """Ten days of 2020 with an event each, then three of today."""
    for day in range(10):
        with time_machine.travel(LONG_AGO + timedelta(days=day), tick=False):
            event = Event(EventName.CERTIFICATIONS_LISTED, CONSOLE, certifications=(day, 40), details=LISTED)
            record(session, event)
    for _ in range(3):
        record(session, Event(EventName.SIGNED_OUT, CONSOLE))
    session.commit()
    return session


def check(*arguments: object) -> int:
    return verifier.main([str(one) for one in arguments])


def remove_guards(session: Session) -> None:
    """Let the trail be changed, as by somebody who owns the database."""
    if session.get_bind().dialect.name == "sqlite":
        chosen = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'"
        for name in session.scalars(text(chosen)).all():
            session.execute(text(f"DROP TRIGGER {name}"))
    else:
        for name in ("audit_is_append_only", "audit_events_lets_go", "audit_event_facilities_lets_go"):
            session.execute(text(f"DROP FUNCTION {name}() CASCADE"))
    session.commit()
