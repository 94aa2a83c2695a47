"""The acts that led to an alert: of guessing, the tries."""

from datetime import timedelta

import time_machine
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account
from models.accounts.sign_in import check_password
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.monitoring.alert_reading import acts_behind
from models.monitoring.tables import MonitoringAlert
from tests.factories.watching import alert_about, exported
from tests.models.accounts.people import BOX, ELSEWHERE
from tests.models.people.office import LEAD, MEMBER, OTHER_MEMBER, Office


def tried(session: Session, login_id: str) -> int:
    """Somebody fails at the ID; the number of the event."""
    check_password(session, BOX, ELSEWHERE, login_id, "a guess")
    return record(session, Event(EventName.SIGNED_OUT, ELSEWHERE.actor())) - 1


def behind(session: Session, account: Account, **changes: object) -> list[int]:
    """The numbers of the events that the page of an alert shows."""
    alert: MonitoringAlert = alert_about(account, account_id=None, login_id="", **changes)
    return [event.number for event in acts_behind(session, alert)]


def test_of_a_spray_at_an_organisation_the_tries_at_its_accounts_are_shown(session: Session, office: Office) -> None:
    first, second = tried(session, MEMBER), tried(session, LEAD)
    tried(session, OTHER_MEMBER)
    tried(session, "invented.id")
    exported(session, office.viewer(MEMBER), 1)
    assert behind(session, office.account(MEMBER), rule="spraying") == [second, first]


def test_of_a_spray_at_the_whole_system_every_try_of_the_day_is_shown(
    session: Session, office: Office, hands: time_machine.Traveller
) -> None:
    nowhere = {"rule": "spraying", "organisation_id": None, "organisation_name": ""}
    tried(session, MEMBER)
    hands.shift(timedelta(days=1))
    numbers = [tried(session, one) for one in ("invented.id", MEMBER, OTHER_MEMBER)]
    exported(session, office.viewer(MEMBER), 1)
    asked = {"given_id": MEMBER, "unknown_mark": "", "why": ""}
    record(session, Event(EventName.PASSWORD_CHECKED, office.viewer(MEMBER).actor, Outcome.DONE, details=asked))
    account = office.account(MEMBER)
    assert behind(session, account, **nowhere) == numbers[::-1]
    assert behind(session, account, **nowhere, at=clock.now(), event_number=numbers[1]) == numbers[1::-1]


def test_of_another_rule_the_use_of_the_organisations_people_is_shown(session: Session, office: Office) -> None:
    tried(session, MEMBER)
    taken = exported(session, office.viewer(MEMBER), 1)
    exported(session, office.viewer(OTHER_MEMBER), 1, "20260511-BBBBBBBB")
    assert behind(session, office.account(MEMBER), rule="organisation-volume") == [taken]
