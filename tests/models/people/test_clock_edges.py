"""Warnings, stops, releases, roll-calls and links at the edges of the clock (M7)."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import AccountState
from models.accounts.dormancy import stops_at
from models.accounts.links import LinkPurpose, LinkState, issue_link
from models.accounts.standing import Bar, StopReason, what_bars
from models.errors import Conflict
from models.people import roll_call_acts
from models.people.roll_call import Answer, RollCall, open_roll_call, quarter_of
from tests.models.people.office import LEAD, MEMBER, OFFICER, OUTGOING, Office, staff, tidy

MOMENT = timedelta(seconds=1)


@pytest.fixture
def hands() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 5, 11, 1, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def office(hands: time_machine.Traveller, session: Session) -> Office:
    """Everybody, made at the moment the clock stands at."""
    del hands
    return staff(session)


@pytest.fixture
def at(hands: time_machine.Traveller) -> Callable[[datetime], None]:
    """Moves the clock."""
    return lambda moment: hands.move_to(moment, tick=False)


@pytest.mark.parametrize("days", [30, 7])
def test_a_warning_is_sent_once_from_its_moment_on(office: Office, at: Callable[[datetime], None], days: int) -> None:
    office.session.commit()
    for login_id in (LEAD, MEMBER):
        assert office.account(login_id).state is AccountState.ACTIVE
    due = stops_at(office.account(MEMBER)) - timedelta(days=days)
    at(due - MOMENT)
    before = tidy(office).warned
    at(due)
    assert tidy(office).warned == 9
    assert before in {0, 9}  # the earlier warning, when this is the later one
    assert tidy(office).warned == 0
    assert sum(f"あと{days}日" in subject for subject in office.letters(MEMBER)) == 1


def test_the_stop_is_written_down_when_the_clock_has_made_it(office: Office, at: Callable[[datetime], None]) -> None:
    due = stops_at(office.account(MEMBER))
    at(due - MOMENT)
    assert tidy(office).dormant == 0
    assert what_bars(office.account(MEMBER), clock.now()) is None
    at(due)
    assert what_bars(office.account(MEMBER), clock.now()) is Bar.DORMANT
    assert tidy(office).dormant == 9
    assert office.account(MEMBER).stop_reason == StopReason.DORMANCY
    at(due - timedelta(days=100))
    assert what_bars(office.account(MEMBER), clock.now()) is Bar.DORMANT


def test_a_stop_for_want_of_use_is_told_once_to_the_person_and_whoever_answers_for_them(
    office: Office, at: Callable[[datetime], None]
) -> None:
    due = stops_at(office.account(MEMBER))
    at(due - timedelta(days=1))
    office.account(LEAD).last_signed_in_at = clock.now()
    at(due)
    assert tidy(office).dormant == 8
    for _ in range(2):
        told = [one for one in office.letters(MEMBER) if one.endswith("】アカウントを停止しました")]
        answering = [
            one for one in office.letters(LEAD) if one.endswith("】所属の利用者について：アカウントを停止しました")
        ]
        assert (len(told), len(answering)) == (1, 1)
        tidy(office)


def test_an_unanswered_account_stops_after_the_last_day_job_or_none(
    office: Office, at: Callable[[datetime], None]
) -> None:
    opened = roll_call_acts.open_round(office.session, OUTGOING, office.viewer(OFFICER).actor)
    office.session.commit()
    due = opened.due_at
    assert (clock.in_japan(due).hour, clock.in_japan(due - MOMENT).date()) == (0, opened.due_on)
    at(due - MOMENT)
    assert what_bars(office.account(MEMBER), clock.now()) is None
    at(due)
    assert what_bars(office.account(MEMBER), clock.now()) is Bar.ROLL_CALL
    assert open_roll_call(office.session) is None
    with pytest.raises(Conflict):
        roll_call_acts.answer(office.session, OUTGOING, office.viewer(LEAD), opened, {1: Answer.KEPT})
    office.session.rollback()
    assert tidy(office).unanswered == 9
    assert office.account(MEMBER).stop_reason == StopReason.ROLL_CALL


def test_an_answered_account_goes_on(office: Office, at: Callable[[datetime], None]) -> None:
    opened = roll_call_acts.open_round(office.session, OUTGOING, office.viewer(OFFICER).actor)
    entries = roll_call_acts.entries_to_answer(office.session, office.viewer(LEAD), opened)
    assert {entry.login_id for entry in entries} == {LEAD, MEMBER}
    kept = {entry.id: Answer.KEPT for entry in entries}
    assert roll_call_acts.answer(office.session, OUTGOING, office.viewer(LEAD), opened, kept) == (2, 0)
    office.session.commit()
    at(opened.due_at)
    assert what_bars(office.account(MEMBER), clock.now()) is None
    assert tidy(office).unanswered == 7


def test_a_quarter_has_one_round(office: Office, hands: time_machine.Traveller) -> None:
    actor = office.viewer(OFFICER).actor
    first = roll_call_acts.open_round(office.session, OUTGOING, actor)
    assert first.title == "2026年度 第1四半期"
    with pytest.raises(Conflict):
        roll_call_acts.open_round(office.session, OUTGOING, actor)
    del hands


@pytest.mark.parametrize(
    ("day", "quarter"),
    [((2026, 3, 31), "2025-4"), ((2026, 4, 1), "2026-1"), ((2026, 12, 31), "2026-3"), ((2027, 1, 1), "2026-4")],
)
def test_quarters_are_those_of_the_fiscal_year(day: tuple[int, int, int], quarter: str) -> None:
    assert quarter_of(datetime(*day, tzinfo=UTC).date()) == quarter
    assert RollCall(quarter=quarter).title.endswith("四半期")


@pytest.mark.parametrize("purpose", LinkPurpose)
def test_a_link_lives_exactly_its_time(office: Office, at: Callable[[datetime], None], purpose: LinkPurpose) -> None:
    _token, link = issue_link(office.session, office.account(MEMBER).id, purpose, clock.now())
    begun = link.created_at
    at(begun - MOMENT)
    assert not link.usable_at(clock.now())
    at(begun + purpose.life - MOMENT)
    assert link.usable_at(clock.now())
    at(begun + purpose.life)
    assert not link.usable_at(clock.now())
    assert link.state_at(clock.now()) is LinkState.EXPIRED
