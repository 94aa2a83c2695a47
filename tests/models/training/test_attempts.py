"""Answering the questions."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, Role
from models.audit.event_names import EventName
from models.errors import NotFound
from models.training import attempts, passes
from models.training.attempts import Attempt, CourseChanged
from models.training.courses import Course, current_course
from models.training.marking import Answers, Unanswered, mark
from models.training.record import TrainingRecord
from models.training.rule import TrainingRule, is_untrained
from tests.models.accounts.people import OFFICE, add_person
from tests.models.accounts.test_sign_in import events
from tests.models.training.people import GENERAL, LEADING, add_pass, right_answers, wrong_answers


def course(name: str = GENERAL) -> Course:
    return current_course(name, clock.today())


def give(session: Session, person: Account, answers: Answers, name: str = GENERAL, shown: str = "") -> Attempt:
    actor = OFFICE.actor(person)
    outcome = attempts.attempt(session, actor, person, name, shown or course(name).sha256, answers, clock.now())
    session.commit()
    return outcome


def count(session: Session) -> int | None:
    return session.scalar(select(func.count(TrainingRecord.id)))


def test_whoever_answers_rightly_has_a_record_for_a_year(session: Session) -> None:
    person = add_person(session)
    outcome = give(session, person, right_answers(course()))
    kept = session.scalars(select(TrainingRecord)).one()
    assert outcome.record == kept.id
    assert (kept.course, kept.version, kept.text_sha256) == (GENERAL, "2026-04-01", course().sha256)
    assert (kept.person_name, kept.organisation, kept.score, kept.questions) == ("佐藤 花子", "つばめ市", 6, 6)
    assert (kept.passed_at, kept.passed_on) == (clock.now(), clock.today())
    assert kept.valid_until == clock.months_after(clock.today(), 12)
    assert passes.own_records(session, person.id) == [kept]


def test_every_attempt_is_recorded_with_its_score_and_never_an_answer(session: Session) -> None:
    person = add_person(session)
    outcome = give(session, person, wrong_answers(course(), 2, 4))
    assert outcome.record is None
    assert outcome.marked.wrong == {2, 4}
    assert count(session) == 0
    give(session, person, right_answers(course()))
    failed, passed = events(session, EventName.TRAINING_ATTEMPTED)
    told = {"course": GENERAL, "version": "2026-04-01", "questions": 6}
    assert (failed.outcome, failed.details) == ("failed", {**told, "score": 4})
    assert (passed.outcome, passed.details, passed.account_id) == ("done", {**told, "score": 6}, person.id)


def test_sent_twice_it_is_one_record_and_one_event(session: Session) -> None:
    person = add_person(session)
    numbers = {give(session, person, right_answers(course())).record for _time in range(2)}
    assert numbers == {session.scalars(select(TrainingRecord.id)).one()}
    assert len(events(session, EventName.TRAINING_ATTEMPTED)) == 1


def test_it_can_be_renewed_on_another_day(session: Session, hands: time_machine.Traveller) -> None:
    person = add_person(session)
    give(session, person, right_answers(course()))
    hands.shift(timedelta(days=100))
    give(session, person, right_answers(course()))
    assert count(session) == 2
    renewed = passes.passed_by(session, person.id)[GENERAL]
    assert (renewed.passed_on, renewed.valid_until) == (clock.today(), clock.months_after(clock.today(), 12))


def test_unanswered_questions_are_named_and_nothing_is_recorded(session: Session) -> None:
    person = add_person(session)
    answers = {**right_answers(course()), 1: frozenset[int](), 5: frozenset({9})}
    with pytest.raises(Unanswered) as refused:
        give(session, person, answers)
    assert refused.value.missing == {1, 5}
    assert events(session, EventName.TRAINING_ATTEMPTED) == []


def test_where_several_choices_are_right_all_of_them_are_and_no_other() -> None:
    asked = course()
    several = next(one for one in asked.questions if one.several)
    for chosen in (set(list(several.right)[:1]), set(range(1, len(several.choices) + 1))):
        assert mark(asked, {**right_answers(asked), several.number: chosen}).wrong == {several.number}
    assert mark(asked, right_answers(asked)).passed


def test_words_other_than_those_in_force_cannot_be_passed(session: Session) -> None:
    person = add_person(session)
    with pytest.raises(CourseChanged):
        give(session, person, right_answers(course()), shown="0" * 64)


def test_a_course_for_others_is_absent(session: Session) -> None:
    member = add_person(session)
    lead = add_person(session, "jiro.mori", member.organisation, Role.RESPONSIBLE_PERSON)
    for name in (LEADING, "nothing", "../courses"):
        with pytest.raises(NotFound):
            attempts.course_for(member, name, clock.now())
    assert give(session, lead, right_answers(course(LEADING)), LEADING).record


def test_only_the_own_record_can_be_read(session: Session) -> None:
    person = add_person(session)
    other = add_person(session, "jiro.mori", person.organisation)
    kept = add_pass(session, person, clock.today())
    assert passes.own_record(session, person.id, kept.id) is kept
    for mine, number in ((other.id, kept.id), (person.id, kept.id + 1)):
        with pytest.raises(NotFound):
            passes.own_record(session, mine, number)


def test_an_older_pass_counts_as_long_as_it_is_valid(session: Session, hands: time_machine.Traveller) -> None:
    person = add_person(session)
    add_pass(session, person, clock.today())
    hands.shift(timedelta(days=200))
    assert not is_untrained(session, person, TrainingRule(), clock.today())
    assert passes.pressing(session, person, clock.today()) == ()


def test_being_far_too_late_keeps_out_until_the_course_is_done(session: Session, hands: time_machine.Traveller) -> None:
    person = add_person(session)
    hands.shift(timedelta(days=92 + 30))
    assert not is_untrained(session, person, TrainingRule(), clock.today())
    hands.shift(timedelta(days=1))
    assert is_untrained(session, person, TrainingRule(), clock.today())
    assert not is_untrained(session, person, TrainingRule(grace_days=60), clock.today())
    assert not is_untrained(session, person, TrainingRule(enforced=False), clock.today())
    give(session, person, right_answers(course()))
    assert not is_untrained(session, person, TrainingRule(), clock.today())
