"""What the lists of acts of two, rounds and people can be filtered by: names, not only numbers."""

from datetime import timedelta

import time_machine
from sqlalchemy.orm import Session

from models import clock
from models.accounts.standing import StopReason
from models.administration.two_person_acts import ACTS
from models.approvals import proposing
from models.approvals.approval import KEPT_FOR, ApprovalKind
from models.lists import ListSpec, ask, list_page
from models.monitoring.approval_reading import approvals_of
from models.people import debarment, roll_call_acts
from models.people.reading import people_of
from models.people.roll_call import Answer
from models.people.roll_call_reading import rounds
from models.people.stopping import stop_person
from tests.models.people.office import AUDITOR, LEAD, MANAGER, MEMBER, OFFICER, OTHER_LEAD, OUTGOING, SECOND, Office


def found(session: Session, spec: ListSpec[object], **asked: str) -> int:
    """How many rows the list has under these conditions, all of which it understands."""
    question = ask(spec, asked)
    assert not question.ignored
    return list_page(session, spec, question).total


def test_acts_of_two_are_found_by_who_proposed_and_by_whom_they_concern(office: Office) -> None:
    about = f"account:{office.account(MEMBER).id}"
    proposing.propose(office.session, ACTS, office.viewer(LEAD), ApprovalKind.RESET_SECOND_FACTOR, about, "紛失")
    number = office.account(OTHER_LEAD).organisation_id
    debarment.bar(office.session, OUTGOING, office.viewer(OFFICER), number, "試験")
    place = f"organisation:{number}"
    proposing.propose(office.session, ACTS, office.viewer(OFFICER), ApprovalKind.LIFT_BAR, place, "確認")
    spec = approvals_of(office.viewer(SECOND), clock.now())
    assert found(office.session, spec) == 2
    assert found(office.session, spec, proposer=LEAD) == 1
    assert found(office.session, spec, subject=MEMBER) == 1
    assert found(office.session, spec, subject="てほん電力") == 1
    assert found(office.session, spec, subject="みほん電力") == 0
    assert found(office.session, spec, kind="lift_bar", proposer=LEAD) == 0
    assert found(office.session, approvals_of(office.viewer(LEAD), clock.now()), subject="てほん電力") == 0


def test_acts_of_two_that_are_over_by_the_clock_are_found_as_such_before_anybody_tidies(office: Office) -> None:
    about = f"account:{office.account(MEMBER).id}"
    proposing.propose(office.session, ACTS, office.viewer(LEAD), ApprovalKind.RESET_SECOND_FACTOR, about, "紛失")
    viewer, now = office.viewer(SECOND), clock.now()
    for at, state in ((now, "proposed"), (now + KEPT_FOR, "expired")):
        spec = approvals_of(viewer, at)
        for asked in ("proposed", "expired"):
            assert found(office.session, spec, state=asked) == int(asked == state)


def test_rounds_are_found_by_state_quarter_and_who_has_not_answered(office: Office) -> None:
    officer, lead = office.viewer(OFFICER), office.viewer(LEAD)
    opened = roll_call_acts.open_round(office.session, OUTGOING, officer.actor)
    assert found(office.session, rounds(), state="open", quarter=opened.quarter, organisation="みほん電力") == 1
    assert found(office.session, rounds(), quarter="1999-1") == 0
    mine = roll_call_acts.entries_to_answer(office.session, lead, opened)
    roll_call_acts.answer(office.session, OUTGOING, lead, opened, dict.fromkeys([one.id for one in mine], Answer.KEPT))
    assert found(office.session, rounds(), organisation="みほん電力") == 0
    assert found(office.session, rounds(), organisation="てほん電力") == 1
    with time_machine.travel(opened.due_at - timedelta(seconds=1), tick=False):
        assert found(office.session, rounds(), state="open") == 1
    with time_machine.travel(opened.due_at, tick=False):
        assert (found(office.session, rounds(), state="open"), found(office.session, rounds(), state="closed")) == (
            0,
            1,
        )


def test_people_are_found_by_use_and_by_a_stop_that_waits_for_a_second_person(office: Office) -> None:
    stop_person(
        office.session, OUTGOING, office.viewer(OFFICER), office.account(AUDITOR).id, StopReason.INCIDENT, "調査"
    )
    spec = people_of(office.viewer(MANAGER))
    assert found(office.session, spec, confirm="waiting") == 1
    assert found(office.session, spec, state="living") == found(office.session, spec) - 1
    assert ask(people_of(office.viewer(LEAD)), {"confirm": "waiting"}).ignored
