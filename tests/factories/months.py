"""A made-up month of the trail, and of the months before it: who did what, from where, at which hour."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from sqlalchemy.orm import Session

from models.audit.actor import Actor
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.legal.purposes import Purpose

SEED = 20261001
ORGANISATIONS = ((1, "みどり電力"), (2, "つばめ市"), (3, "あおぞら県"))
PEOPLE = tuple((10 * place + one, f"person-{place}{one}", place) for place, _name in ORGANISATIONS for one in range(3))
BEGINS, DAYS = datetime(2026, 6, 20, 3, 0, tzinfo=UTC), 140
NOTHING: dict[str, Any] = {"asked": {}, "items": []}


def write_months(session: Session, events: int) -> None:
    """So many events between June and the beginning of November 2026, always the same ones."""
    chosen = random.Random(SEED)
    moments = sorted(BEGINS + timedelta(seconds=chosen.randrange(DAYS * 86_400)) for _ in range(events))
    with time_machine.travel(BEGINS, tick=False) as hands:
        for moment in moments:
            hands.move_to(moment)
            record(session, _event(chosen))
    session.commit()


def _event(chosen: random.Random) -> Event:
    number, login_id, place = chosen.choice(PEOPLE)
    actor = Actor(
        number, login_id, place, dict(ORGANISATIONS)[place], address=f"192.0.2.{chosen.randrange(12)}", session=number
    )
    facilities = [chosen.randrange(40) for _ in range(chosen.randrange(1, 6))]
    return chosen.choice([*_acts(chosen, actor, facilities)])


def _acts(chosen: random.Random, actor: Actor, facilities: list[int]) -> Iterator[Event]:
    about = f"account:{actor.account_id}"
    yield Event(EventName.SIGNED_IN, actor, details={"device": "Edge"})
    yield Event(
        EventName.PASSWORD_CHECKED,
        Actor(address=actor.address),
        Outcome.REFUSED,
        chosen.choice([about, ""]),
        details={"given_id": "", "unknown_mark": "", "why": "wrong"},
    )
    yield Event(EventName.CERTIFICATIONS_LISTED, actor, certifications=facilities, details={**NOTHING, "total": 99})
    yield Event(EventName.CERTIFICATION_READ, actor, certifications=facilities[:1], details=NOTHING)
    yield Event(EventName.CERTIFICATION_ABSENT, actor, Outcome.REFUSED, "facility:absent", details={"asked": {}})
    yield Event(EventName.PAGE_REFUSED, actor, Outcome.REFUSED, details={"endpoint": "a", "method": "GET", "why": "b"})
    yield Event(
        EventName.CERTIFICATIONS_EXPORTED,
        actor,
        certifications=facilities,
        details={
            **NOTHING,
            "total": chosen.randrange(1, 500),
            "purpose": chosen.choice([*Purpose]).value,
            "note": "",
            "file_number": f"F-{chosen.randrange(10**6):06}",
            "format": "csv",
        },
    )
    why = {"login_id": actor.login_id, "why": chosen.choice(["dormancy", "transfer"]), "reason": "試験"}
    yield Event(EventName.ACCOUNT_STOPPED, Actor.worker(), object=about, details=why)
