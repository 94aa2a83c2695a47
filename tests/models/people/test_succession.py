"""The last responsible person: cannot leave without a successor, and never stands in the way of safety (M6)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from models import clock
from models.accounts.account import AccountState, Role
from models.accounts.standing import StopReason
from models.people import changing, roll_call_acts
from models.people.roll_call import Answer
from models.people.stopping import stop_person
from models.people.succession import LastResponsiblePerson
from tests.models.people.office import LEAD, MANAGER, MEMBER, OFFICER, OUTGOING, Office


def stop(office: Office, why: StopReason, who: str = MANAGER, whom: str = LEAD) -> None:
    stop_person(office.session, OUTGOING, office.viewer(who), office.account(whom).id, why, "試験")


@pytest.mark.parametrize("why", [StopReason.TRANSFER, StopReason.ORGANISATION, StopReason.OWN_REQUEST])
def test_the_last_one_is_not_stopped_nor_dismissed(office: Office, why: StopReason) -> None:
    with pytest.raises(LastResponsiblePerson):
        stop(office, why)
    with pytest.raises(LastResponsiblePerson):
        changing.dismiss(office.session, OUTGOING, office.viewer(OFFICER), office.account(LEAD).id, "試験")
    assert office.account(LEAD).state is AccountState.ACTIVE
    assert office.account(LEAD).role is Role.RESPONSIBLE_PERSON


@pytest.mark.parametrize("state", [AccountState.ISSUED, AccountState.STOPPED])
def test_a_successor_counts_once_they_have_begun(office: Office, state: AccountState) -> None:
    member = office.account(MEMBER)
    member.role_code, member.state_code = Role.RESPONSIBLE_PERSON.value, state.value
    office.session.flush()
    with pytest.raises(LastResponsiblePerson):
        stop(office, StopReason.TRANSFER)


def test_a_sleeping_successor_counts_for_nothing(office: Office) -> None:
    member = office.account(MEMBER)
    member.role_code, member.last_signed_in_at = Role.RESPONSIBLE_PERSON.value, clock.now() - timedelta(days=190)
    office.session.flush()
    with pytest.raises(LastResponsiblePerson):
        stop(office, StopReason.TRANSFER)


def test_with_a_successor_the_predecessor_goes(office: Office) -> None:
    office.account(MEMBER).role_code = Role.RESPONSIBLE_PERSON.value
    office.session.flush()
    stop(office, StopReason.TRANSFER, who=MEMBER)
    assert office.account(LEAD).state is AccountState.STOPPED


def dismiss(office: Office) -> None:
    changing.dismiss(office.session, OUTGOING, office.viewer(OFFICER), office.account(LEAD).id, "試験")


def answer_that_they_are_gone(office: Office) -> None:
    opened = roll_call_acts.open_round(office.session, OUTGOING, office.viewer(OFFICER).actor)
    viewer = office.viewer(MEMBER)
    (entry,) = [one for one in roll_call_acts.entries_to_answer(office.session, viewer, opened) if one.login_id == LEAD]
    roll_call_acts.answer(office.session, OUTGOING, viewer, opened, {entry.id: Answer.ENDED})


DEPARTURES: dict[str, Callable[[Office], None]] = {
    "stopped": lambda office: stop(office, StopReason.TRANSFER),
    "dismissed": dismiss,
    "answered for as gone": answer_that_they_are_gone,
}


def _day(from_today: int | None) -> date | None:
    return None if from_today is None else clock.today() + timedelta(days=from_today)


@pytest.mark.parametrize("departure", DEPARTURES)
@pytest.mark.parametrize(
    ("predecessor", "successor", "goes"),
    [
        (None, None, True),
        (None, 1, False),
        (None, 1800, False),
        (30, None, True),
        (30, 31, True),
        (30, 30, True),
        (30, 29, False),
        (0, 0, True),
    ],
)
def test_the_successor_stays_as_long_as_the_predecessor_would(
    office: Office, departure: str, predecessor: int | None, successor: int | None, goes: bool
) -> None:
    """Whose last day comes ends by the clock, which asks nobody: the organisation would be left alone that day."""
    office.account(MEMBER).role_code = Role.RESPONSIBLE_PERSON.value
    office.account(LEAD).ends_on, office.account(MEMBER).ends_on = _day(predecessor), _day(successor)
    office.session.commit()
    if not goes:
        with pytest.raises(LastResponsiblePerson, match="最終日"):
            DEPARTURES[departure](office)
        office.session.rollback()
    else:
        DEPARTURES[departure](office)
    lead = office.account(LEAD)
    in_post = (lead.state, lead.role) == (AccountState.ACTIVE, Role.RESPONSIBLE_PERSON)
    assert in_post is not goes


def test_a_stop_for_security_waits_for_nobody(office: Office) -> None:
    stop(office, StopReason.INCIDENT)
    assert office.account(LEAD).state is AccountState.STOPPED
