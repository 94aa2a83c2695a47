"""Letters ahead of a last day and of the end of a roll-call: to whom, from which day on, each once (M7, M13)."""

from datetime import timedelta

import pytest
import time_machine

from models import clock
from models.audit.event_names import EventName
from models.people import debarment, roll_call_acts
from models.people.roll_call import Answer, RollCall
from tests.models.accounts.people import CONSOLE
from tests.models.people.office import (
    AUDITOR,
    EVERYBODY,
    LEAD,
    MEMBER,
    OFFICER,
    OTHER_LEAD,
    OUTGOING,
    SECOND,
    Office,
    tidy,
)

DAY = timedelta(days=1)
LAST_DAY = "利用の最終日が近づいています"
ROUND = "の回答期限が近づいています"


def told(office: Office, subject: str) -> dict[str, int]:
    """Who has how many letters whose subject ends like this."""
    counted = {one: sum(letter.endswith(subject) for letter in office.letters(one)) for one in EVERYBODY}
    return {one: number for one, number in counted.items() if number}


@pytest.mark.parametrize("days", [30, 7])
def test_a_last_day_ahead_is_told_once_to_the_person_and_whoever_answers_for_them(office: Office, days: int) -> None:
    office.account(MEMBER).ends_on = clock.today() + (days + 1) * DAY
    before = tidy(office).warned_of_end
    assert before == (days == 7)  # the earlier warning, when this is the later one
    with time_machine.travel(clock.now() + DAY, tick=False):
        assert (tidy(office).warned_of_end, tidy(office).warned_of_end) == (1, 0)
    assert told(office, LAST_DAY) == {MEMBER: 1 + before, LEAD: 1 + before}
    assert [one.details["days"] for one in office.events(EventName.LAST_DAY_TOLD)][-1] == days


def test_of_those_who_watch_the_officers_are_told(office: Office) -> None:
    for who in (AUDITOR, OFFICER):
        office.account(who).ends_on = clock.today() + 20 * DAY
    assert tidy(office).warned_of_end == 2
    assert told(office, LAST_DAY) == {AUDITOR: 1, OFFICER: 2, SECOND: 2}


def test_nobody_is_told_who_is_kept_out_and_everybody_anew_of_another_day(office: Office) -> None:
    number = office.account(MEMBER).organisation_id
    office.account(MEMBER).ends_on = clock.today() + 20 * DAY
    office.session.commit()
    debarment.bar_at_once(office.session, OUTGOING, CONSOLE, number, "調査")
    assert tidy(office).warned_of_end == 0
    debarment.resume_at_once(office.session, OUTGOING, CONSOLE, number, "終了")
    assert tidy(office).warned_of_end == 1
    office.account(MEMBER).ends_on = clock.today() + 21 * DAY
    assert tidy(office).warned_of_end == 1


def keep(office: Office, opened: RollCall, who: str, *whose: str) -> None:
    viewer = office.viewer(who)
    entries = roll_call_acts.entries_to_answer(office.session, viewer, opened)
    kept = {entry.id: Answer.KEPT for entry in entries if not whose or entry.login_id in whose}
    roll_call_acts.answer(office.session, OUTGOING, viewer, opened, kept)
    office.session.commit()


def test_whoever_has_yet_to_answer_is_reminded_a_week_and_a_day_before(office: Office) -> None:
    opened = roll_call_acts.open_round(office.session, OUTGOING, CONSOLE)
    keep(office, opened, OTHER_LEAD)
    keep(office, opened, LEAD, LEAD)
    due = clock.day_begins(opened.due_on)
    with time_machine.travel(due - 7 * DAY - timedelta(seconds=1), tick=False):
        assert tidy(office).reminded == 0
    with time_machine.travel(due - 7 * DAY, tick=False):
        assert (tidy(office).reminded, tidy(office).reminded) == (3, 0)
    assert told(office, ROUND) == {LEAD: 1, OFFICER: 1, SECOND: 1}
    keep(office, opened, OFFICER)
    with time_machine.travel(due - DAY, tick=False):
        assert (tidy(office).reminded, tidy(office).reminded) == (1, 0)
    assert told(office, ROUND) == {LEAD: 2, OFFICER: 1, SECOND: 1}
    assert [one.details["days"] for one in office.events(EventName.ROLL_CALL_REMINDED)] == [7, 1]
    with time_machine.travel(opened.due_at, tick=False):
        assert tidy(office).reminded == 0


def test_nobody_is_reminded_of_people_whom_no_answer_stops(office: Office) -> None:
    opened = roll_call_acts.open_round(office.session, OUTGOING, CONSOLE)
    keep(office, opened, OFFICER)
    keep(office, opened, OTHER_LEAD)
    number = office.account(MEMBER).organisation_id
    with time_machine.travel(opened.due_at - 9 * DAY, tick=False):
        debarment.bar_at_once(office.session, OUTGOING, CONSOLE, number, "調査")
    with time_machine.travel(opened.due_at - 7 * DAY, tick=False):
        assert tidy(office).reminded == 0
        debarment.resume_at_once(office.session, OUTGOING, CONSOLE, number, "終了")
        assert tidy(office).reminded == 0


def test_the_opening_is_told_to_whoever_can_answer_for_somebody(office: Office) -> None:
    office.account(LEAD).ends_on = clock.today() - DAY
    roll_call_acts.open_round(office.session, OUTGOING, CONSOLE)
    assert set(told(office, "のお願い")) == {OFFICER, SECOND, OTHER_LEAD}
