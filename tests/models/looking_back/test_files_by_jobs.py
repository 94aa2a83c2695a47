"""A file that a job makes: it is looked at as whoever ordered it meant it."""

from datetime import datetime

import pytest
import time_machine
from sqlalchemy.orm import Session

from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.legal.purposes import Purpose
from models.looking_back.looks import Look, events_of, told_of
from models.looking_back.numbers import look_numbers
from models.looking_back.unusual import Mark
from tests.models.accounts.people import BOX

FILE, CERTIFICATION = "20260511-AAAAAAAA", 5
DAY, NIGHT, NEXT_DAY = "2026-05-11 21:30", "2026-05-11 22:10", "2026-05-12 06:10"


@pytest.mark.parametrize(("ordered", "made", "odd"), [(DAY, NIGHT, False), (NIGHT, NEXT_DAY, True)])
def test_a_file_is_marked_by_the_hour_of_its_order(session: Session, ordered: str, made: str, *, odd: bool) -> None:
    order(session, ordered)
    make(session, made)
    assert (Mark.ODD_HOURS in only_look(session).marks) is odd


def test_a_file_whose_order_was_purged_is_marked_by_the_hour_of_its_making(session: Session) -> None:
    make(session, NIGHT)
    assert Mark.ODD_HOURS in only_look(session).marks


def order(session: Session, japan: str) -> None:
    with time_machine.travel(datetime.fromisoformat(f"{japan}+09:00"), tick=False):
        asked = {"asked": {}, "total": 1, "items": [], "note": "", "purpose": Purpose.PURCHASE.value}
        details = {**asked, "file_number": FILE, "format": "csv"}
        record(session, Event(EventName.CERTIFICATIONS_EXPORTED, Actor(7), object=f"file:{FILE}", details=details))


def make(session: Session, japan: str) -> None:
    with time_machine.travel(datetime.fromisoformat(f"{japan}+09:00"), tick=False):
        details, shown = {"file_number": FILE, "total": 1, "items": []}, (CERTIFICATION,)
        made = Event(EventName.EXPORT_MADE, Actor(), object=f"file:{FILE}", certifications=shown, details=details)
        record(session, made)


def only_look(session: Session) -> Look:
    events = session.execute(events_of(CERTIFICATION)).all()
    [look] = told_of(session, look_numbers(BOX), events, None)
    return look
