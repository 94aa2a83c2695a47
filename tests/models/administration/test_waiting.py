"""What waits for each role on its first page: everything that is theirs to do, and nothing that is not (M6)."""

from datetime import timedelta

import pytest
import time_machine

from models import clock
from models.accounts.account import Role
from models.administration.two_person_acts import ACTS
from models.administration.waiting import Waiting, waiting_for
from models.approvals import proposing
from models.approvals.approval import ApprovalKind
from models.mail.outbox import LetterState, OutboxLetter
from models.organisations.kinds import OrganisationKind
from models.people import applying, deciding, kind_stop, roll_call_acts
from models.people.rescue import rescue
from tests.models.accounts.people import CONSOLE
from tests.models.people.office import (
    AUDITOR,
    COLLEAGUE,
    EVERYBODY,
    LEAD,
    MANAGER,
    MEMBER,
    OFFICER,
    OTHER_LEAD,
    OUTGOING,
    SECOND,
    Office,
    application,
    staff,
)

WATCHING = {OFFICER, SECOND, MANAGER, COLLEAGUE}


@pytest.fixture
def office(session: object) -> Office:
    """Everybody at their desk, on either database."""
    return staff(session)  # type: ignore[arg-type]


def waits(office: Office, label: str) -> dict[str, Waiting]:
    """For whom something of this name waits."""
    found = ((who, one) for who in EVERYBODY for one in waiting_for(office.session, office.viewer(who)))
    return {who: one for who, one in found if one.label.startswith(label)}


def test_an_act_of_two_waits_for_whoever_may_approve_it(office: Office) -> None:
    about = f"account:{office.account(MEMBER).id}"
    proposing.propose(office.session, ACTS, office.viewer(OFFICER), ApprovalKind.RESET_SECOND_FACTOR, about, "紛失")
    found = waits(office, "承認を待つ操作")
    assert set(found) == {SECOND, MANAGER, COLLEAGUE}
    assert {one.late for one in found.values()} == {False}
    with time_machine.travel(clock.now() + timedelta(days=4), tick=False):
        assert {one.late for one in waits(office, "承認を待つ操作").values()} == {True}
    with time_machine.travel(clock.now() + timedelta(days=15), tick=False):
        assert waits(office, "承認を待つ操作") == {}


def test_an_application_waits_for_the_manager_and_a_question_for_the_applicant(office: Office) -> None:
    place = office.account(LEAD).organisation_id
    made = applying.apply(office.session, OUTGOING, office.viewer(LEAD), place, application())
    assert set(waits(office, "確認を待つアカウントの申請")) == {MANAGER, COLLEAGUE}
    deciding.ask_back(office.session, OUTGOING, office.viewer(MANAGER), made.id, "いつからですか")
    assert waits(office, "確認を待つアカウントの申請") == {}
    assert set(waits(office, "回答を待つ照会")) == {LEAD}


def test_a_privileged_application_waits_for_the_other_officer(office: Office) -> None:
    place = office.account(MANAGER).organisation_id
    asked = application(role=Role.SYSTEM_MANAGER)
    applying.apply(office.session, OUTGOING, office.viewer(OFFICER), place, asked)
    assert set(waits(office, "確認を待つアカウントの申請")) == {SECOND}


def test_a_roll_call_waits_for_those_who_answer_and_is_late_in_its_last_week(office: Office) -> None:
    opened = roll_call_acts.open_round(office.session, OUTGOING, office.viewer(OFFICER).actor)
    found = waits(office, "棚卸しの回答")
    assert {who: one.number for who, one in found.items()} == {OFFICER: 5, SECOND: 5, LEAD: 2, OTHER_LEAD: 2}
    assert {one.late for one in found.values()} == {False}
    with time_machine.travel(opened.due_at - timedelta(days=6), tick=False):
        assert {one.late for one in waits(office, "棚卸しの回答").values()} == {True}
    with time_machine.travel(opened.due_at, tick=False):
        assert waits(office, "棚卸しの回答") == {}


def test_a_stopped_kind_waits_for_the_officers(office: Office) -> None:
    kind = OrganisationKind.GRID_OPERATOR
    kind_stop.stop_kind(office.session, OUTGOING, office.viewer(OFFICER), kind, "調査", "停止中です。")
    assert set(waits(office, "緊急停止中の組織の種類")) == {OFFICER, SECOND}


def test_a_letter_that_could_not_be_sent_and_an_alarm_are_seen_by_everybody_in_charge(office: Office) -> None:
    rescue(office.session, OUTGOING, CONSOLE, OFFICER, "誰も入れない")
    letter = office.session.query(OutboxLetter).first()
    assert letter is not None
    letter.state_code = LetterState.FAILED.value
    office.session.flush()
    assert set(waits(office, "送信できなかったメール")) == WATCHING
    assert set(waits(office, "非常用の復旧")) == WATCHING
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        assert waits(office, "非常用の復旧") == {}


def test_an_organisation_without_a_responsible_person_is_told_to_those_in_charge(office: Office) -> None:
    assert waits(office, "責任者のいない組織") == {}  # the offices have none, and nobody who needs one
    office.account(LEAD).role_code = Role.MEMBER.value
    office.session.flush()
    found = waits(office, "責任者のいない組織")
    assert {who: one.number for who, one in found.items()} == dict.fromkeys(WATCHING, 1)


@pytest.mark.parametrize("who", [MEMBER, AUDITOR])
def test_nothing_waits_for_whoever_has_nothing_to_decide(office: Office, who: str) -> None:
    roll_call_acts.open_round(office.session, OUTGOING, office.viewer(OFFICER).actor)
    assert waiting_for(office.session, office.viewer(who)) == []
