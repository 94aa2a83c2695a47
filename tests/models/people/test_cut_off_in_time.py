"""A stop of a whole kind, or a ban, does not end accounts that could not answer or sign in meanwhile (M7, M8, M16)."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import select

from models import clock
from models.accounts.account import AccountState
from models.accounts.dormancy import stops_at
from models.accounts.standing import Bar, what_bars
from models.administration.two_person_acts import ACTS
from models.approvals import deciding, proposing
from models.approvals.approval import ApprovalKind
from models.organisations.kinds import OrganisationKind
from models.people import debarment, kind_stop, roll_call_acts
from models.people.roll_call import RollCall, RollCallEntry
from models.people.time_given_back import FAIR_TIME
from models.training.passes import own_standings
from models.training.rule import TrainingRule, is_untrained
from tests.models.accounts.people import CONSOLE
from tests.models.people.office import (
    LEAD,
    MEMBER,
    OFFICER,
    OTHER_LEAD,
    OTHER_MEMBER,
    OUTGOING,
    SECOND,
    Office,
)

DAY = timedelta(days=1)
RULE = TrainingRule(enforced=True, grace_days=0)
MOMENT = timedelta(seconds=1)
GRID = OrganisationKind.GRID_OPERATOR


def in_office(office: Office) -> None:
    """The officers have been answered for, and have signed in lately."""
    for one in (OFFICER, SECOND):
        office.account(one).roll_call_due_at, office.account(one).last_signed_in_at = None, clock.now()
    office.session.flush()


def ban(office: Office) -> None:
    number = office.account(MEMBER).organisation_id
    debarment.bar_at_once(office.session, OUTGOING, CONSOLE, number, "調査")


def lift_ban(office: Office) -> None:
    debarment.resume_at_once(office.session, OUTGOING, CONSOLE, office.account(MEMBER).organisation_id, "調査の終了")


def stop_kind(office: Office) -> None:
    in_office(office)
    kind_stop.stop_kind(office.session, OUTGOING, office.viewer(OFFICER), GRID, "調査", "停止しています。")


def lift_stop(office: Office) -> None:
    in_office(office)
    viewer = office.viewer(OFFICER)
    made = proposing.propose(office.session, ACTS, viewer, ApprovalKind.LIFT_KIND_STOP, f"kind:{GRID.value}", "終了")
    shown = ACTS[ApprovalKind.LIFT_KIND_STOP].difference(office.session, made).sha256
    deciding.approve(office.session, ACTS, OUTGOING, office.viewer(SECOND), made.id, shown)


Act = Callable[[Office], None]
BOTH = pytest.mark.parametrize(("cut", "lift"), [(ban, lift_ban), (stop_kind, lift_stop)], ids=["ban", "kind"])


def begin(office: Office) -> RollCall:
    return roll_call_acts.open_round(office.session, OUTGOING, office.viewer(OFFICER).actor)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), clock.JST)


def in_use(office: Office, who: str, at: datetime) -> bool:
    return office.account(who).state is AccountState.ACTIVE and what_bars(office.account(who), at) is None


@BOTH
def test_whoever_is_cut_off_is_neither_asked_about_nor_asked(office: Office, cut: Act, lift: Act) -> None:
    cut(office)
    before = office.letters(LEAD)
    opened = roll_call_acts.open_round(office.session, OUTGOING, CONSOLE)
    entered = select(RollCallEntry.login_id).where(RollCallEntry.roll_call_id == opened.id)
    assert not {LEAD, MEMBER} & set(office.session.scalars(entered))
    assert office.letters(LEAD) == before
    assert office.account(MEMBER).roll_call_due_at is None
    lift(office)
    assert in_use(office, MEMBER, opened.due_at)


@BOTH
def test_a_round_that_ends_during_the_stop_stops_nobody_and_everybody_else(office: Office, cut: Act, lift: Act) -> None:
    opened = begin(office)
    with time_machine.travel(opened.due_at - DAY, tick=False):
        cut(office)
    with time_machine.travel(opened.due_at + DAY, tick=False):
        roll_call_acts.close_due(office.session, clock.now())
        assert office.account(MEMBER).state is AccountState.ACTIVE
        others = AccountState.STOPPED if cut is ban else AccountState.ACTIVE
        assert office.account(OTHER_MEMBER).state is others
        lift(office)
        assert in_use(office, MEMBER, clock.now())
        roll_call_acts.close_due(office.session, clock.now())
        assert in_use(office, MEMBER, clock.now())
    with time_machine.travel(opened.due_at + 90 * DAY, tick=False):
        roll_call_acts.open_round(office.session, OUTGOING, CONSOLE)
        assert office.account(MEMBER).roll_call_due_at is not None


@BOTH
def test_it_is_the_same_when_the_end_is_written_down_only_after_the_lifting(
    office: Office, cut: Act, lift: Act
) -> None:
    opened = begin(office)
    with time_machine.travel(opened.due_at - DAY, tick=False):
        cut(office)
    with time_machine.travel(opened.due_at + DAY, tick=False):
        lift(office)
        assert in_use(office, MEMBER, clock.now())
        roll_call_acts.close_due(office.session, clock.now())
        assert in_use(office, MEMBER, clock.now())


@BOTH
def test_whoever_the_clock_had_stopped_before_is_not_let_in_by_a_stop_and_its_lifting(
    office: Office, cut: Act, lift: Act
) -> None:
    opened = begin(office)
    with time_machine.travel(opened.due_at + MOMENT, tick=False):
        cut(office)  # the end of the round is not written down yet
    with time_machine.travel(opened.due_at + DAY, tick=False):
        lift(office)
        assert what_bars(office.account(MEMBER), clock.now()) is Bar.ROLL_CALL
        roll_call_acts.close_due(office.session, clock.now())
        assert office.account(MEMBER).state is AccountState.STOPPED


@BOTH
@pytest.mark.parametrize("enough", [True, False])
def test_a_fair_time_to_answer_is_left_or_the_next_round_asks(
    office: Office, cut: Act, lift: Act, enough: bool
) -> None:
    opened = begin(office)
    with time_machine.travel(opened.opened_at + DAY, tick=False):
        cut(office)
    with time_machine.travel(opened.due_at - FAIR_TIME + (0 * DAY if enough else MOMENT), tick=False):
        lift(office)
    with time_machine.travel(opened.due_at, tick=False):
        assert (what_bars(office.account(MEMBER), clock.now()) is Bar.ROLL_CALL) is enough


def test_of_two_stops_over_one_another_either_covers_the_day(office: Office) -> None:
    opened = begin(office)
    with time_machine.travel(opened.due_at - 2 * DAY, tick=False):
        ban(office)
    with time_machine.travel(opened.due_at + DAY, tick=False):
        stop_kind(office)
        roll_call_acts.close_due(office.session, clock.now())
        assert office.account(OTHER_MEMBER).state is AccountState.STOPPED
    with time_machine.travel(opened.due_at + 2 * DAY, tick=False):
        lift_stop(office)
        lift_ban(office)
        assert in_use(office, MEMBER, clock.now())


@BOTH
def test_the_letter_of_the_lifting_says_so(office: Office, cut: Act, lift: Act) -> None:
    cut(office)
    lift(office)
    told = {LEAD, OTHER_LEAD} if cut is stop_kind else {LEAD}
    assert {
        one for one in (LEAD, OTHER_LEAD) if any("再開しました" in letter for letter in office.letters(one))
    } == told


@BOTH
@pytest.mark.parametrize(("left", "spared"), [(-MOMENT, True), (FAIR_TIME - MOMENT, True), (FAIR_TIME, False)])
def test_six_months_without_use_that_end_during_the_stop_count_anew(
    office: Office, cut: Act, lift: Act, left: timedelta, spared: bool
) -> None:
    stops = stops_at(office.account(MEMBER))
    with time_machine.travel(stops - 40 * DAY, tick=False):
        cut(office)
    with time_machine.travel(stops - left, tick=False):
        lift(office)
        assert what_bars(office.account(MEMBER), clock.now()) is None
        assert (stops_at(office.account(MEMBER)) > stops) is spared


@BOTH
def test_whoever_was_dormant_before_the_stop_is_dormant_after_it(office: Office, cut: Act, lift: Act) -> None:
    stops = stops_at(office.account(MEMBER))
    with time_machine.travel(stops, tick=False):
        cut(office)
    with time_machine.travel(stops + DAY, tick=False):
        lift(office)
        assert what_bars(office.account(MEMBER), clock.now()) is Bar.DORMANT


def due_on(office: Office, who: str) -> date:
    """By when they have to do the course that everybody has to do."""
    [found] = [
        one.due_on
        for one in own_standings(office.session, office.account(who), clock.today())
        if one.due_on is not None
    ]
    return found


@BOTH
@pytest.mark.parametrize("left", [timedelta(), FAIR_TIME - DAY])
def test_a_course_that_fell_due_during_the_stop_is_due_a_fair_time_after_it(
    office: Office, cut: Act, lift: Act, left: timedelta
) -> None:
    due = due_on(office, MEMBER)
    with time_machine.travel(noon(due - 20 * DAY), tick=False):
        cut(office)
    with time_machine.travel(noon(due - left), tick=False):
        lift(office)
        again = clock.today() + FAIR_TIME
        assert due_on(office, MEMBER) == again
    with time_machine.travel(noon(again), tick=False):
        assert not is_untrained(office.session, office.account(MEMBER), RULE, clock.today())
    with time_machine.travel(noon(again + DAY), tick=False):
        assert is_untrained(office.session, office.account(MEMBER), RULE, clock.today())


@BOTH
def test_a_course_that_was_late_before_the_stop_is_late_after_it(office: Office, cut: Act, lift: Act) -> None:
    due = due_on(office, MEMBER)
    with time_machine.travel(noon(due + DAY), tick=False):
        cut(office)
    with time_machine.travel(noon(due + 20 * DAY), tick=False):
        lift(office)
        assert due_on(office, MEMBER) == due


def test_of_two_stops_over_one_another_the_longer_one_moves_the_course(office: Office) -> None:
    due = due_on(office, MEMBER)
    with time_machine.travel(noon(due - 2 * DAY), tick=False):
        ban(office)
    with time_machine.travel(noon(due + 2 * DAY), tick=False):
        stop_kind(office)
    with time_machine.travel(noon(due + 3 * DAY), tick=False):
        lift_stop(office)
    with time_machine.travel(noon(due + 5 * DAY), tick=False):
        lift_ban(office)
        assert due_on(office, MEMBER) == clock.today() + FAIR_TIME


@BOTH
def test_a_second_stop_before_the_course_is_due_again_moves_it_again(office: Office, cut: Act, lift: Act) -> None:
    due = due_on(office, MEMBER)
    for first, last in ((due - DAY, due + DAY), (due + 5 * DAY, due + 30 * DAY)):
        with time_machine.travel(noon(first), tick=False):
            cut(office)
        with time_machine.travel(noon(last), tick=False):
            lift(office)
    assert due_on(office, MEMBER) == due + 30 * DAY + FAIR_TIME
