"""Who may do what to whom: every role on every other, by every act; nobody on themselves (policy §2)."""

from itertools import product

import pytest

from models.accounts.account import Role
from models.accounts.standing import StopReason
from models.administration.two_person_acts import ACTS
from models.errors import Forbidden
from models.people.authority import NotYourself, PersonAct, check_may, may
from models.people.stopping import BY_PEOPLE
from models.people.succession import LastResponsiblePerson
from models.people.watcher_stop import stop_or_propose
from tests.models.accounts.people import add_person
from tests.models.people.office import (
    AUDITOR,
    COLLEAGUE,
    EVERYBODY,
    LEAD,
    MANAGER,
    MEMBER,
    OFFICER,
    OTHER_LEAD,
    OTHER_MEMBER,
    OUTGOING,
    SECOND,
    Office,
)

OWN_ORGANISATION = {
    "stop",
    "release",
    "strike_off",
    "change",
    "move_last_day",
    "dismiss",
    "send_link",
    "reset",
    "confirm",
}
SECOND_PERSON = {"confirm_stop"}
MANAGERS = {"stop", "lift", "strike_off", "unlock", "send_link", "reset"} | SECOND_PERSON
OFFICERS = MANAGERS | {"release", "change", "move_last_day", "dismiss", "confirm"}
ORDINARY = {LEAD, MEMBER, OTHER_LEAD, OTHER_MEMBER}


def allowed(who: str, whom: str) -> set[str]:
    """The table once more, in plain words."""
    if who == whom:
        return set()
    if who in {OFFICER, SECOND}:
        return OFFICERS
    if who in {MANAGER, COLLEAGUE}:
        return MANAGERS if whom in ORDINARY else SECOND_PERSON
    if (who, whom) in {(LEAD, MEMBER), (OTHER_LEAD, OTHER_MEMBER)}:
        return OWN_ORGANISATION
    return set()


def test_everybody_may_do_to_everybody_what_the_table_says(office: Office) -> None:
    wrong = []
    for who, whom in product(EVERYBODY, EVERYBODY):
        viewer, account = office.viewer(who), office.account(whom)
        found = {act.value for act in PersonAct if may(viewer, act, account)}
        if found != allowed(who, whom):
            wrong.append((who, whom, found ^ allowed(who, whom)))
    assert wrong == []


@pytest.mark.parametrize("act", PersonAct)
@pytest.mark.parametrize("who", [OFFICER, MANAGER, LEAD, AUDITOR, MEMBER])
def test_nobody_acts_on_themselves(office: Office, who: str, act: PersonAct) -> None:
    with pytest.raises(NotYourself):
        check_may(office.viewer(who), act, office.account(who))


AT_ONCE = {StopReason.MONITORING, StopReason.INCIDENT, StopReason.OWN_REQUEST}
WATCHERS = {OFFICER, SECOND, MANAGER, COLLEAGUE, AUDITOR}


def expected_stop(who: str, whom: str, why: StopReason) -> str:
    """The table of stops in plain words: at once, proposed to a second person, or refused."""
    if "stop" not in allowed(who, whom):
        return "refused"
    return "proposed" if whom in WATCHERS and why not in AT_ONCE else "stopped"


@pytest.mark.parametrize("why", BY_PEOPLE)
def test_everybody_is_stopped_at_once_or_by_two_as_the_table_says(office: Office, why: StopReason) -> None:
    wrong = []
    for who, whom in product(EVERYBODY, EVERYBODY):
        viewer, number = office.viewer(who), office.account(whom).id
        try:
            made = stop_or_propose(office.session, ACTS, OUTGOING, viewer, number, why, "試験")
            found = "proposed" if made else "stopped"
        except LastResponsiblePerson:
            found = "stopped"  # allowed, once a successor is there
        except Forbidden:
            found = "refused"
        office.session.rollback()
        if found != expected_stop(who, whom, why):
            wrong.append((who, whom, found))
    assert wrong == []


def test_two_responsible_persons_of_one_organisation_answer_for_each_other(office: Office) -> None:
    lead = office.account(LEAD)
    other = add_person(office.session, "tokyo.colead", lead.organisation, Role.RESPONSIBLE_PERSON, credentials=False)
    for who, whom in ((lead, other), (other, lead)):
        acts = {act.value for act in PersonAct if may(office.viewer(who.login_id), act, whom)}
        assert acts == OWN_ORGANISATION
        assert {act for act in PersonAct if may(office.viewer(OTHER_LEAD), act, whom)} == set()


def test_whoever_watches_cannot_be_silenced_by_the_manager(office: Office) -> None:
    for whom in (OFFICER, AUDITOR, COLLEAGUE):
        with pytest.raises(Forbidden):
            check_may(office.viewer(MANAGER), PersonAct.STOP, office.account(whom))
