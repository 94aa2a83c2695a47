"""The deadlines of a breach of personal data, at their edges; the list and the page agree."""

from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.incidents.deadlines import AuthorityReport, deadlines_of, is_counted, is_near, is_overdue, next_deadline
from models.incidents.incident import Incident
from models.incidents.kinds import YesNo
from tests.factories.incidents import reported

LEARNED = date(2026, 5, 11)
PROMPT, FINAL = AuthorityReport.PROMPT, AuthorityReport.FINAL


def incident(**values: object) -> Incident:
    given = {"personal_data_code": YesNo.YES.value, "malicious_code": YesNo.NO.value, "learned_on": LEARNED}
    return Incident(**(given | values))


def test_the_day_of_learning_is_the_first() -> None:
    prompt, final = deadlines_of(incident())
    assert (prompt.first_day, prompt.last_day) == (date(2026, 5, 13), date(2026, 5, 15))
    assert final.last_day == date(2026, 6, 9)


@pytest.mark.parametrize(
    ("malicious", "last"),
    [(YesNo.NO, date(2026, 6, 9)), (YesNo.UNKNOWN, date(2026, 6, 9)), (YesNo.YES, date(2026, 7, 9))],
)
def test_the_final_report_has_sixty_days_where_a_wrongful_purpose_is_suspected(malicious: YesNo, last: date) -> None:
    assert deadlines_of(incident(malicious_code=malicious.value))[1].last_day == last


def test_nothing_is_counted_where_nothing_is_to_be_reported_and_all_while_that_is_unknown() -> None:
    assert deadlines_of(incident(personal_data_code=YesNo.NO.value)) == ()
    assert len(deadlines_of(incident(personal_data_code=YesNo.UNKNOWN.value))) == 2


@pytest.mark.parametrize(
    ("today", "words", "overdue"),
    [
        (date(2026, 5, 11), "あと4日", False),
        (date(2026, 5, 15), "今日まで", False),
        (date(2026, 5, 16), "期限を1日過ぎています", True),
    ],
)
def test_days_are_counted_to_the_last_day_and_past_it(today: date, words: str, overdue: bool) -> None:
    prompt = deadlines_of(incident())[0]
    assert (prompt.in_words(today), prompt.overdue(today)) == (words, overdue)


def test_the_prompt_report_is_near_a_day_before_and_the_final_one_a_week_before() -> None:
    prompt, final = deadlines_of(incident())
    days = [LEARNED + timedelta(days=number) for number in range(40)]
    assert [one for one in days if prompt.near(one)] == [date(2026, 5, 14), date(2026, 5, 15)]
    assert [one for one in days if final.near(one)] == [date(2026, 6, number) for number in range(2, 10)]


def test_a_report_that_was_made_is_never_overdue_and_a_late_one_says_so() -> None:
    in_time, late = (
        deadlines_of(incident(prompt_reported_on=day))[0] for day in (date(2026, 5, 15), date(2026, 5, 16))
    )
    today = date(2026, 12, 31)
    assert (in_time.in_words(today), late.in_words(today)) == ("報告済み", "報告済み（期限の後）")
    assert not in_time.overdue(today)


def test_a_final_report_made_first_is_the_prompt_one_too() -> None:
    assert next_deadline(incident(final_reported_on=date(2026, 5, 13))) is None


def test_the_list_finds_as_overdue_what_the_page_shows_in_red(session: Session) -> None:
    found = reported(session)
    found.learned_on = LEARNED
    reports = ((None, None), (LEARNED, None), (LEARNED, LEARNED), (None, LEARNED))
    for personal_data, malicious, (prompt, final) in product(YesNo, (YesNo.YES, YesNo.UNKNOWN), reports):
        found.personal_data_code, found.malicious_code = personal_data.value, malicious.value
        found.prompt_reported_on, found.final_reported_on = prompt, final
        session.flush()
        for day in (0, 2, 3, 4, 5, 21, 22, 29, 30, 51, 52, 59, 60):
            today = LEARNED + timedelta(days=day)
            red = any(one.overdue(today) for one in deadlines_of(found))
            assert bool(session.scalar(select(Incident.id).where(is_overdue(today)))) is red, (today, prompt, final)
            near = any(one.near(today) for one in deadlines_of(found))
            assert bool(session.scalar(select(Incident.id).where(is_near(today)))) is near, (today, prompt, final)
            counted = bool(session.scalar(select(Incident.id).where(is_counted())))
            assert counted is (next_deadline(found) is not None)
