"""Ways in which a stop could have been undone by one person, or by the clock: each is closed (M7, M16)."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from models import clock
from models.accounts.account import AccountState
from models.accounts.links import FOR_PASSWORD, LinkPurpose, latest_link
from models.accounts.standing import Bar, StopReason, what_bars
from models.administration.two_person_acts import ACTS
from models.approvals import deciding, proposing
from models.approvals.approval import KEPT_FOR, ApprovalKind, ApprovalState
from models.audit.event_names import EventName
from models.errors import Conflict, DomainError, Forbidden
from models.organisations.kinds import Standing
from models.people import debarment, releasing, roll_call_acts
from models.people.changing import PersonDetails, change_person
from models.people.rescue import rescue
from models.people.roll_call import RollCallEntry
from models.people.stopping import stop_person, strike_off
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


def stop(office: Office, who: str, whom: str, why: StopReason) -> None:
    stop_person(office.session, OUTGOING, office.viewer(who), office.account(whom).id, why, "試験")


def test_a_stop_for_security_takes_hold_of_what_is_stopped_already(office: Office) -> None:
    stop(office, LEAD, MEMBER, StopReason.OWN_REQUEST)
    releasing.ask_release(office.session, OUTGOING, office.viewer(LEAD), office.account(MEMBER).id, "復帰")
    stop(office, OFFICER, MEMBER, StopReason.INCIDENT)
    assert office.account(MEMBER).stop_reason == StopReason.INCIDENT
    link = latest_link(office.session, office.account(MEMBER).id, frozenset({LinkPurpose.RELEASE}))
    assert link is not None
    assert not link.usable_at(clock.now())
    with pytest.raises(DomainError):
        releasing.ask_release(office.session, OUTGOING, office.viewer(LEAD), office.account(MEMBER).id, "復帰")


def test_a_new_round_lets_nobody_in_whom_the_last_one_has_shut_out(office: Office) -> None:
    opened = roll_call_acts.open_round(office.session, OUTGOING, office.viewer(OFFICER).actor)
    with time_machine.travel(opened.due_at + timedelta(days=70), tick=False):
        assert what_bars(office.account(MEMBER), clock.now()) is Bar.ROLL_CALL
        roll_call_acts.open_round(office.session, OUTGOING, CONSOLE)
        assert office.account(MEMBER).stop_reason == StopReason.ROLL_CALL


def test_whoever_came_back_during_a_round_is_not_stopped_at_its_end(office: Office) -> None:
    opened = roll_call_acts.open_round(office.session, OUTGOING, office.viewer(OFFICER).actor)
    stop(office, LEAD, MEMBER, StopReason.OWN_REQUEST)
    account = office.account(MEMBER)
    releasing.release_at_once(office.session, OUTGOING, CONSOLE, account, "試験")
    with time_machine.travel(opened.due_at, tick=False):
        roll_call_acts.close_due(office.session, clock.now())
        assert what_bars(office.account(MEMBER), clock.now()) is None
    silent = office.session.scalars(select(RollCallEntry.login_id).where(RollCallEntry.roll_call_id == opened.id)).all()
    assert len(silent) == 9


def test_a_release_before_the_first_sign_in_sends_the_link_again(office: Office) -> None:
    account = office.account(MEMBER)
    account.state_code = AccountState.ISSUED.value
    office.session.flush()
    stop(office, LEAD, MEMBER, StopReason.ORGANISATION)
    releasing.release_at_once(office.session, OUTGOING, CONSOLE, office.account(MEMBER), "試験")
    stopped = office.account(MEMBER)
    assert stopped.state is AccountState.ISSUED
    link = latest_link(office.session, stopped.id, FOR_PASSWORD)
    assert link is not None
    assert link.usable_at(clock.now())


def test_an_act_falls_with_whoever_proposed_it(office: Office) -> None:
    about = f"account:{office.account(MEMBER).id}"
    kind = ApprovalKind.RESET_SECOND_FACTOR
    made = proposing.propose(office.session, ACTS, office.viewer(LEAD), kind, about, "紛失")
    shown = ACTS[kind].difference(office.session, made).sha256
    stop(office, OFFICER, LEAD, StopReason.INCIDENT)
    with pytest.raises(Conflict):
        deciding.approve(office.session, ACTS, OUTGOING, office.viewer(MANAGER), made.id, shown)


def test_an_act_whose_difference_has_changed_is_shown_again(office: Office) -> None:
    member = office.account(MEMBER)
    kind = ApprovalKind.RESET_SECOND_FACTOR
    made = proposing.propose(office.session, ACTS, office.viewer(LEAD), kind, f"account:{member.id}", "紛失")
    with pytest.raises(Conflict):
        deciding.approve(office.session, ACTS, OUTGOING, office.viewer(MANAGER), made.id, "0" * 64)


@pytest.mark.parametrize("who", [LEAD, MEMBER, OFFICER, AUDITOR])
def test_nobody_is_the_second_person_for_their_own_or_for_themselves(office: Office, who: str) -> None:
    about = f"account:{office.account(MEMBER).id}"
    kind = ApprovalKind.RESET_SECOND_FACTOR
    made = proposing.propose(office.session, ACTS, office.viewer(OFFICER), kind, about, "紛失")
    shown = ACTS[kind].difference(office.session, made).sha256
    with pytest.raises(Forbidden):
        deciding.approve(office.session, ACTS, OUTGOING, office.viewer(who), made.id, shown)


@pytest.mark.parametrize("whom", [OFFICER, MANAGER, AUDITOR])
def test_whoever_watches_is_not_shut_out_by_organisation(office: Office, whom: str) -> None:
    with pytest.raises(Forbidden):
        debarment.bar_at_once(office.session, OUTGOING, CONSOLE, office.account(whom).organisation_id, "試験")


def test_whoever_watches_is_not_stopped_quietly(office: Office) -> None:
    stop(office, OFFICER, AUDITOR, StopReason.INCIDENT)
    for watcher in (SECOND, MANAGER, COLLEAGUE):
        assert any("担当者のアカウントが停止" in subject for subject in office.letters(watcher))


def test_a_barred_organisation_is_closed_or_struck_off_by_two(office: Office) -> None:
    number = office.account(LEAD).organisation_id
    debarment.bar(office.session, OUTGOING, office.viewer(OFFICER), number, "違反")
    kind, about = ApprovalKind.STRIKE_OFF_ORGANISATION, f"organisation:{number}"
    made = proposing.propose(office.session, ACTS, office.viewer(OFFICER), kind, about, "違反")
    shown = ACTS[kind].difference(office.session, made).sha256
    deciding.approve(office.session, ACTS, OUTGOING, office.viewer(SECOND), made.id, shown)
    assert {office.account(one).state for one in (LEAD, MEMBER)} == {AccountState.STRUCK_OFF}
    made = proposing.propose(
        office.session, ACTS, office.viewer(MANAGER), ApprovalKind.CLOSE_ORGANISATION, about, "廃止"
    )
    shown = ACTS[ApprovalKind.CLOSE_ORGANISATION].difference(office.session, made).sha256
    deciding.approve(office.session, ACTS, OUTGOING, office.viewer(SECOND), made.id, shown)
    assert office.account(LEAD).organisation.standing is Standing.CLOSED


def test_the_way_in_for_emergencies_resets_and_raises_the_alarm(office: Office) -> None:
    stop(office, SECOND, OFFICER, StopReason.INCIDENT)
    account = rescue(office.session, OUTGOING, CONSOLE, OFFICER, "誰も入れない")
    assert account.state in {AccountState.ACTIVE, AccountState.ISSUED}
    assert account.password_hash is None
    assert len(office.events(EventName.ACCOUNT_RESCUED)) == 1
    for one in (OFFICER, SECOND, MANAGER, COLLEAGUE):
        assert any("非常用の復旧" in subject for subject in office.letters(one))
    with pytest.raises(DomainError):
        rescue(office.session, OUTGOING, CONSOLE, MEMBER, "責任者ではない")


def test_a_proposal_whose_time_is_over_is_approved_by_nobody_job_or_none(office: Office) -> None:
    about, kind = f"account:{office.account(MEMBER).id}", ApprovalKind.RESET_SECOND_FACTOR
    office.account(MEMBER).password_hash = "kept"
    made = proposing.propose(office.session, ACTS, office.viewer(LEAD), kind, about, "紛失")
    shown = ACTS[kind].difference(office.session, made).sha256
    office.session.commit()
    with time_machine.travel(made.expires_at, tick=False):
        assert made.state is ApprovalState.PROPOSED
        with pytest.raises(Conflict, match="期限が過ぎています"):
            deciding.approve(office.session, ACTS, OUTGOING, office.viewer(MANAGER), made.id, shown)
        office.session.rollback()
    assert office.account(MEMBER).password_hash == "kept"
    assert office.events(EventName.SECOND_FACTOR_RESET) == []
    assert made.expires_at - made.proposed_at == KEPT_FOR
    with time_machine.travel(made.expires_at - timedelta(seconds=1), tick=False):
        deciding.approve(office.session, ACTS, OUTGOING, office.viewer(MANAGER), made.id, shown)
    assert len(office.events(EventName.SECOND_FACTOR_RESET)) == 1


@pytest.mark.parametrize("why", [StopReason.MONITORING, StopReason.INCIDENT])
@pytest.mark.parametrize("who", [LEAD, MANAGER])
def test_what_was_stopped_for_security_is_struck_off_by_an_officer_alone(
    office: Office, who: str, why: StopReason
) -> None:
    stop(office, OFFICER, MEMBER, why)
    number = office.account(MEMBER).id
    with pytest.raises(Forbidden, match="保有者担当が行います"):
        strike_off(office.session, OUTGOING, office.viewer(who), number, "退職")
    assert office.account(MEMBER).state is AccountState.STOPPED
    strike_off(office.session, OUTGOING, office.viewer(SECOND), number, "調査の結果")
    assert office.account(MEMBER).state is AccountState.STRUCK_OFF


def test_whoever_was_stopped_for_security_gets_another_name_from_an_officer_alone(office: Office) -> None:
    stop(office, OFFICER, MEMBER, StopReason.MONITORING)
    number, person = office.account(MEMBER).id, PersonDetails.of(office.account(MEMBER))
    renamed = replace(person, person_name="改名 太郎")
    with pytest.raises(Forbidden, match="保有者担当が行います"):
        change_person(office.session, OUTGOING, office.viewer(LEAD), number, renamed, "改姓")
    change_person(office.session, OUTGOING, office.viewer(SECOND), number, renamed, "戸籍を確認した")
    assert office.account(MEMBER).person_name == "改名 太郎"


@pytest.mark.parametrize("who", [LEAD, MANAGER, OFFICER])
def test_what_was_stopped_for_another_reason_is_struck_off_as_ever(office: Office, who: str) -> None:
    stop(office, LEAD, MEMBER, StopReason.TRANSFER)
    strike_off(office.session, OUTGOING, office.viewer(who), office.account(MEMBER).id, "退職")
    assert office.account(MEMBER).state is AccountState.STRUCK_OFF
