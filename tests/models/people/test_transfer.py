"""Moving to another organisation: a new account at the same address, the former one ends with it (M4, policy §4)."""

import pytest

from models.accounts.account import AccountState
from models.accounts.standing import StopReason
from models.audit.event_names import EventName
from models.errors import Conflict, DomainError
from models.people import applying, deciding
from models.people.history import history_of_account
from models.people.releasing import release_at_once
from models.people.request import AccountRequest
from models.people.stopping import stop_person
from tests.models.accounts.people import CONSOLE
from tests.models.people.office import (
    LEAD,
    MANAGER,
    MEMBER,
    OTHER_LEAD,
    OTHER_MEMBER,
    OUTGOING,
    Office,
    application,
)


def stop(office: Office, why: StopReason = StopReason.TRANSFER) -> None:
    stop_person(office.session, OUTGOING, office.viewer(LEAD), office.account(MEMBER).id, why, "異動")


def apply_elsewhere(office: Office, **values: object) -> AccountRequest:
    """The other company applies for the person, at the address they have."""
    person = office.account(MEMBER)
    asked = {"person_name": person.person_name, "email": person.email, "former_id": MEMBER} | values
    organisation = office.account(OTHER_LEAD).organisation_id
    return applying.apply(office.session, OUTGOING, office.viewer(OTHER_LEAD), organisation, application(**asked))


def issue(office: Office, request: AccountRequest) -> str:
    return deciding.issue(office.session, OUTGOING, office.viewer(MANAGER), request.id).login_id


def test_the_successor_begins_and_the_former_account_ends_in_one_act(office: Office) -> None:
    stop(office)
    new = issue(office, apply_elsewhere(office))
    former, successor = office.account(MEMBER), office.account(new)
    assert former.state is AccountState.STRUCK_OFF
    assert successor.state is AccountState.ISSUED
    assert successor.email == former.email
    assert successor.organisation_id == office.account(OTHER_LEAD).organisation_id
    assert any(new in line.sentence for line in history_of_account(office.session, former))
    assert any(MEMBER in line.sentence for line in history_of_account(office.session, successor))
    assert len(office.events(EventName.ACCOUNT_SUCCEEDED)) == 1
    assert any("抹消" in subject for subject in office.letters(LEAD))
    with pytest.raises(Conflict):
        release_at_once(office.session, OUTGOING, CONSOLE, former, "戻す")


def test_an_id_typed_by_hand_is_read_as_a_sign_in_reads_it(office: Office) -> None:
    stop(office)
    issue(office, apply_elsewhere(office, former_id=" ＴＯＫＹＯ.member"))
    assert office.account(MEMBER).state is AccountState.STRUCK_OFF


@pytest.mark.parametrize("why", [None, StopReason.ORGANISATION, StopReason.OWN_REQUEST])
def test_an_account_that_was_not_stopped_for_the_move_has_no_successor(office: Office, why: StopReason | None) -> None:
    if why is not None:
        stop(office, why)
    request = apply_elsewhere(office)
    office.session.commit()
    with pytest.raises(Conflict, match=r"見つかりません"):
        issue(office, request)
    office.session.rollback()
    assert office.account(MEMBER).state is not AccountState.STRUCK_OFF


@pytest.mark.parametrize("named", [OTHER_MEMBER, "nobody.here", LEAD])
def test_nobody_ends_a_strangers_account_by_naming_it(office: Office, named: str) -> None:
    stop(office)
    with pytest.raises(Conflict, match=r"見つかりません"):
        issue(office, apply_elsewhere(office, former_id=named, email="saburo@town.example"))


def test_without_the_former_id_the_address_stays_taken(office: Office) -> None:
    stop(office)
    with pytest.raises(Conflict, match=r"で使われています"):
        issue(office, apply_elsewhere(office, former_id=""))


def test_a_stranger_with_another_name_and_address_is_no_successor(office: Office) -> None:
    stop(office)
    request = apply_elsewhere(office, person_name="別人 花子")
    request.email = "hanako@town.example"
    office.session.flush()
    with pytest.raises(Conflict, match=r"見つかりません"):
        issue(office, request)


def test_of_several_issued_at_once_each_takes_its_formers_place_or_none_does(office: Office) -> None:
    stop(office)
    requests = [apply_elsewhere(office).id, apply_elsewhere(office, email="saburo@town.example").id]
    manager = office.viewer(MANAGER)
    office.session.commit()
    # Both name the same person's account: the second finds it gone.
    with pytest.raises(DomainError):
        deciding.issue_all(office.session, OUTGOING, manager, requests)
    office.session.rollback()
    assert office.account(MEMBER).state is AccountState.STOPPED
