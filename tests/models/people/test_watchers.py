"""One officer alone cannot silence those who watch: a stop takes two, or is confirmed by a second (policy §2)."""

import pytest

from models import clock
from models.accounts.account import AccountState
from models.accounts.links import LinkPurpose, issue_link
from models.accounts.password_change import LinkUnusable
from models.accounts.standing import StopReason
from models.accounts.visit import Visit
from models.administration.two_person_acts import ACTS
from models.administration.waiting import waiting_for
from models.approvals import deciding, proposing
from models.approvals.approval import ApprovalKind
from models.audit.event_names import EventName
from models.errors import Conflict, Forbidden
from models.people import roll_call_acts
from models.people.authority import PersonAct, why_not
from models.people.releasing import ask_release, confirm_release, release_at_once
from models.people.roll_call import Answer
from models.people.security_release import ask_or_propose
from models.people.stopping import stop_people, stop_person, strike_off
from models.people.watcher_stop import confirm_stop, stop_or_propose
from tests.models.accounts.people import CONSOLE
from tests.models.people.office import (
    AUDITOR,
    COLLEAGUE,
    LEAD,
    MANAGER,
    MEMBER,
    OFFICER,
    OUTGOING,
    SECOND,
    Office,
)


def stop(office: Office, who: str, whom: str, why: StopReason = StopReason.INCIDENT) -> None:
    stop_person(office.session, OUTGOING, office.viewer(who), office.account(whom).id, why, "試験")


@pytest.mark.parametrize("whom", [SECOND, MANAGER, AUDITOR])
@pytest.mark.parametrize("second", [MANAGER, COLLEAGUE, SECOND])
def test_an_ordinary_stop_waits_for_the_second_person(office: Office, whom: str, second: str) -> None:
    account = office.account(whom)
    officer = office.viewer(OFFICER)
    made = stop_or_propose(office.session, ACTS, OUTGOING, officer, account.id, StopReason.TRANSFER, "異動")
    assert made is not None
    assert office.account(whom).state is AccountState.ACTIVE
    shown = ACTS[ApprovalKind.STOP_WATCHER].difference(office.session, made).sha256
    for who in {OFFICER, AUDITOR, LEAD, whom}:
        with pytest.raises(Forbidden):
            deciding.approve(office.session, ACTS, OUTGOING, office.viewer(who), made.id, shown)
    if second == whom:
        return
    deciding.approve(office.session, ACTS, OUTGOING, office.viewer(second), made.id, shown)
    assert office.account(whom).state is AccountState.STOPPED
    assert office.account(whom).stop_reason == StopReason.TRANSFER
    assert office.account(whom).stopped_alone_by is None


def test_an_officer_stops_one_alone_and_no_other_until_a_second_person_stands_behind_it(office: Office) -> None:
    stop(office, OFFICER, AUDITOR)
    for whom, why in ((MANAGER, StopReason.INCIDENT), (SECOND, StopReason.OWN_REQUEST)):
        with pytest.raises(Conflict, match=r"もう一人の確認"):
            stop(office, OFFICER, whom, why)
    with pytest.raises(Forbidden):
        confirm_stop(office.session, office.viewer(OFFICER), office.account(AUDITOR).id, "自分で")
    confirm_stop(office.session, office.viewer(MANAGER), office.account(AUDITOR).id, "事情を確かめた")
    told = office.events(EventName.ACCOUNT_STOP_CONFIRMED)[0]
    assert told.login_id == MANAGER
    assert told.details["stopped_by"] == office.account(OFFICER).id
    with pytest.raises(Conflict):
        confirm_stop(office.session, office.viewer(COLLEAGUE), office.account(AUDITOR).id, "もう一度")
    stop(office, OFFICER, MANAGER)
    assert office.account(MANAGER).state is AccountState.STOPPED


def test_whoever_says_that_it_was_asked_for_stops_no_second_one_either(office: Office) -> None:
    stop(office, OFFICER, AUDITOR, StopReason.OWN_REQUEST)
    with pytest.raises(Conflict):
        stop(office, OFFICER, MANAGER, StopReason.INCIDENT)


def test_a_release_gives_the_officer_the_one_stop_back(office: Office) -> None:
    stop(office, OFFICER, AUDITOR)
    release_at_once(office.session, OUTGOING, CONSOLE, office.account(AUDITOR), "誤り")
    assert office.account(AUDITOR).stopped_alone_by is None
    stop(office, OFFICER, MANAGER)


def test_several_who_watch_are_not_stopped_at_once(office: Office) -> None:
    officer, two = office.viewer(OFFICER), [office.account(one).id for one in (AUDITOR, MANAGER)]
    office.session.commit()
    for why, refusal in ((StopReason.INCIDENT, Conflict), (StopReason.TRANSFER, Forbidden)):
        with pytest.raises(refusal):
            stop_people(office.session, OUTGOING, officer, two, why, "試験")
        office.session.rollback()
    assert {office.account(one).state for one in (AUDITOR, MANAGER)} == {AccountState.ACTIVE}


def test_what_one_has_stopped_alone_one_does_not_strike_off(office: Office) -> None:
    stop(office, OFFICER, AUDITOR)
    number = office.account(AUDITOR).id
    for who in (OFFICER, SECOND):
        with pytest.raises(Conflict, match=r"確認してから"):
            strike_off(office.session, OUTGOING, office.viewer(who), number, "退職")
    confirm_stop(office.session, office.viewer(SECOND), number, "確かめた")
    strike_off(office.session, OUTGOING, office.viewer(OFFICER), number, "退職")
    assert office.account(AUDITOR).state is AccountState.STRUCK_OFF


def test_a_roll_call_stops_nobody_who_watches(office: Office) -> None:
    officer = office.viewer(OFFICER)
    opened = roll_call_acts.open_round(office.session, OUTGOING, officer.actor)
    entries = {one.login_id: one.id for one in roll_call_acts.entries_to_answer(office.session, officer, opened)}
    with pytest.raises(Forbidden, match=r"二人で"):
        roll_call_acts.answer(office.session, OUTGOING, officer, opened, {entries[AUDITOR]: Answer.ENDED})
    assert office.account(AUDITOR).state is AccountState.ACTIVE


def test_the_stop_waits_on_the_first_page_of_everybody_who_can_confirm_it(office: Office) -> None:
    stop(office, OFFICER, AUDITOR)
    for who, waits in ((OFFICER, False), (SECOND, True), (MANAGER, True), (LEAD, False), (MEMBER, False)):
        labels = [one.label for one in waiting_for(office.session, office.viewer(who))]
        assert any("確認を待つ停止" in label for label in labels) is waits, who


REASONS = [StopReason.TRANSFER, StopReason.OWN_REQUEST, StopReason.INCIDENT, StopReason.DORMANCY]


def stopped(office: Office, whom: str, why: StopReason) -> int:
    """Somebody who watches, stopped; their number."""
    account = office.account(whom)
    account.state_code, account.stop_reason = AccountState.STOPPED.value, why.value
    office.session.commit()
    return account.id


@pytest.mark.parametrize("whom", [SECOND, MANAGER, AUDITOR])
@pytest.mark.parametrize("why", REASONS)
def test_one_officer_alone_takes_nobody_back_who_watches(office: Office, whom: str, why: StopReason) -> None:
    number, officer = stopped(office, whom, why), office.viewer(OFFICER)
    assert why_not(officer, PersonAct.RELEASE, office.account(whom))
    assert why_not(officer, PersonAct.LIFT, office.account(whom)) == ""
    with pytest.raises(Conflict, match=r"二人で解除"):
        ask_release(office.session, OUTGOING, officer, number, "復帰")
    token, _link = issue_link(office.session, number, LinkPurpose.RELEASE, clock.now())
    with pytest.raises(LinkUnusable):
        confirm_release(office.session, OUTGOING, Visit(), token)
    about = f"account:{number}"
    with pytest.raises(Forbidden):
        proposing.propose(office.session, ACTS, officer, ApprovalKind.RELEASE_ACCOUNT, about, "復帰")
    assert office.account(whom).state is AccountState.STOPPED


@pytest.mark.parametrize("whom", [SECOND, MANAGER, AUDITOR])
@pytest.mark.parametrize("second", [SECOND, MANAGER, COLLEAGUE])
def test_those_who_watch_are_taken_back_by_two(office: Office, whom: str, second: str) -> None:
    number = stopped(office, whom, StopReason.TRANSFER)
    for who in (MANAGER, COLLEAGUE, AUDITOR, LEAD):
        with pytest.raises(Forbidden):
            ask_or_propose(office.session, ACTS, OUTGOING, office.viewer(who), number, "復帰")
    made = ask_or_propose(office.session, ACTS, OUTGOING, office.viewer(OFFICER), number, "復帰")
    assert made is not None
    shown = ACTS[made.kind].difference(office.session, made).sha256
    for who in {OFFICER, AUDITOR, LEAD, whom}:
        with pytest.raises(Forbidden):
            deciding.approve(office.session, ACTS, OUTGOING, office.viewer(who), made.id, shown)
    assert office.account(whom).state is AccountState.STOPPED
    if second == whom:
        return
    deciding.approve(office.session, ACTS, OUTGOING, office.viewer(second), made.id, shown)
    assert office.account(whom).state is not AccountState.STOPPED


def test_a_manager_is_no_second_person_for_what_was_stopped_for_security_elsewhere(office: Office) -> None:
    stop(office, OFFICER, MEMBER)
    number = office.account(MEMBER).id
    made = ask_or_propose(office.session, ACTS, OUTGOING, office.viewer(OFFICER), number, "誤検知")
    assert made is not None
    assert made.kind is ApprovalKind.RELEASE_ACCOUNT
    shown = ACTS[made.kind].difference(office.session, made).sha256
    with pytest.raises(Forbidden):
        deciding.approve(office.session, ACTS, OUTGOING, office.viewer(MANAGER), made.id, shown)
    about = f"account:{number}"
    with pytest.raises(Forbidden):
        proposing.propose(office.session, ACTS, office.viewer(SECOND), ApprovalKind.RELEASE_WATCHER, about, "誤検知")
