"""The evidence beside each cell: what the tally says is what a recount of the trail says."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session, sessionmaker

from models import clock
from models.accounts.account import Account
from models.accounts.visit import Visit
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent
from models.reviewing import usage
from models.reviewing.cells import CellKey
from models.reviewing.usage import LATELY, Usage, counted_at, tally, usage_of
from models.settings import Settings
from tests.access import people
from tests.models.reviewing.conftest import GRID, TOWN


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """The database as the job worker opens it."""
    found = create_engine(settings.database)
    yield found
    found.dispose()


def look(session: Session, account: Account, *items: str, outcome: Outcome = Outcome.DONE) -> None:
    """A recorded look at a certification."""
    actor = Visit(address="192.0.2.1").actor(account)
    details = {"asked": "Y000000000", "items": list(items)}
    record(session, Event(EventName.CERTIFICATION_READ, actor, outcome, details=details))
    session.commit()


def recount(session: Session) -> dict[CellKey, Usage]:
    """The same evidence, worked out from every event anew."""
    seen: dict[CellKey, dict[int, object]] = {}
    chosen = select(AuditEvent).where(AuditEvent.name == EventName.CERTIFICATION_READ.value)
    for event in session.scalars(chosen.order_by(AuditEvent.number)):
        if event.outcome == Outcome.DONE.value and event.account_id is not None:
            kind = session.get_one(Account, event.account_id).organisation.kind
            for item in event.details["items"]:
                seen.setdefault(CellKey(item, kind), {})[event.account_id] = event.at
    border = clock.now() - LATELY
    return {
        key: Usage(sum(1 for at in by.values() if at > border), max(by.values()))  # type: ignore[operator, type-var, arg-type]
        for key, by in seen.items()
    }


def test_the_tally_is_what_a_recount_of_the_trail_says(
    session: Session, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usage, "EVENTS_AT_ONCE", 2)
    sessions = sessionmaker(engine)
    with time_machine.travel("2026-01-05 09:00 +0900", tick=False) as hands:
        one, two, town = (people.new_account(session, kind=kind) for kind in (GRID, GRID, TOWN))
        look(session, one, "facility_id", "operator_name")
        look(session, two, "facility_id")
        look(session, town, "facility_id")
        look(session, two, "scheme", outcome=Outcome.REFUSED)
        assert tally(sessions) == 3
        assert usage_of(session) == recount(session)
        assert usage_of(session, ["facility_id"])[CellKey("facility_id", GRID)].people == 2
        session.commit()
        hands.shift(timedelta(days=30))
        look(session, one, "facility_id")
        assert (tally(sessions), tally(sessions)) == (1, 0)
        assert usage_of(session) == recount(session)
        assert counted_at(session) == clock.now()


def test_after_90_days_a_look_counts_no_more_and_its_day_stays(session: Session, engine: Engine) -> None:
    sessions, key = sessionmaker(engine), CellKey("facility_id", GRID)
    with time_machine.travel("2026-01-05 09:00 +0900", tick=False) as hands:
        looked_at = clock.now()
        look(session, people.new_account(session, kind=GRID), "facility_id")
        hands.shift(LATELY - timedelta(seconds=1))
        tally(sessions)
        assert usage_of(session)[key] == Usage(1, looked_at)
        session.commit()
        hands.shift(timedelta(seconds=1))
        tally(sessions)
        assert usage_of(session)[key] == Usage(0, looked_at)
