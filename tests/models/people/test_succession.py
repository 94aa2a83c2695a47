"""The last responsible person: cannot leave without a successor, and never stands in the way of safety (M6)."""

from datetime import timedelta

import pytest

from models import clock
from models.accounts.account import AccountState, Role
from models.accounts.standing import StopReason
from models.people import changing
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


def test_a_stop_for_security_waits_for_nobody(office: Office) -> None:
    stop(office, StopReason.INCIDENT)
    assert office.account(LEAD).state is AccountState.STOPPED
