"""Handling a case: facts, measures, reports to the authority, closing; nobody about themselves (M8)."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import AccountState
from models.audit.tables import AuditEvent
from models.errors import Conflict, NotFound
from models.incidents import handling
from models.incidents.deadlines import AuthorityReport
from models.incidents.facts import (
    NobodyLeft,
    UnknownOrganisation,
    UnknownPerson,
    WrongPeriod,
    facts_of,
    set_facts,
)  # fmt: skip
from models.incidents.incident import Incident
from models.incidents.kinds import EntryKind, IncidentOutcome, IncidentState, Severity, YesNo
from models.incidents.lists import cases_of
from models.incidents.visibility import case_for
from models.lists import ask, list_page
from tests.factories.incidents import (
    AGENCY,
    FOREIGN_LEAD,
    GRID,
    LEAD,
    MANAGER,
    MEMBER,
    OFFICER,
    OUTGOING,
    SECOND_OFFICER,
    account,
    reported,
    viewer,
)  # fmt: skip

SENTENCE = "member を停止しました。"


@pytest.fixture
def case(session: Session) -> Incident:
    """One that has come to the officers."""
    return reported(session, direct=True)


def state(session: Session, found: Incident, by: str = OFFICER, **changes: object) -> Incident:
    facts = replace(facts_of(found), **changes)
    changed = set_facts(session, viewer(session, by), found.id, facts, found.facts_mark)
    session.commit()
    return changed


def last_event(session: Session) -> AuditEvent:
    return session.scalars(select(AuditEvent).order_by(AuditEvent.number.desc()).limit(1)).one()


def test_facts_are_changed_with_what_they_were_in_the_timeline_and_their_names_in_the_trail(
    session: Session, case: Incident
) -> None:
    state(session, case, severity=Severity.GRAVE, person="Member", malicious=YesNo.YES)
    assert (case.person_id, case.organisation.name) == (account(session, MEMBER).id, GRID)
    entry = handling.timeline(session, case)[-1]
    assert entry.kind is EntryKind.FACTS
    assert "重大度：― → 重大" in entry.text
    event = last_event(session)
    assert event.details == {
        "fields": ["severity", "malicious", "person", "organisation"],
        "person": case.person_id,
        "organisation": case.organisation_id,
    }


def test_stating_what_is_known_already_leaves_no_trace(session: Session, case: Incident) -> None:
    before = last_event(session).number
    state(session, case)
    assert last_event(session).number == before


def test_a_form_filled_in_over_other_facts_is_not_taken(session: Session, case: Incident) -> None:
    old, mark = facts_of(case), case.facts_mark
    state(session, case, severity=Severity.GRAVE)
    with pytest.raises(Conflict):
        set_facts(session, viewer(session, SECOND_OFFICER), case.id, replace(old, organisation=GRID), mark)


def test_facts_that_cannot_be_are_refused(session: Session, case: Incident) -> None:
    wrong: tuple[tuple[dict[str, object], type[Exception]], ...] = (
        ({"person": "nobody"}, UnknownPerson),
        ({"organisation": "ない会社"}, UnknownOrganisation),
        ({"period_to": None}, WrongPeriod),
        ({"period_from": date(2026, 5, 12)}, WrongPeriod),
    )
    for changes, error in wrong:
        with pytest.raises(error):
            state(session, case, **changes)


def test_an_officer_whom_a_case_is_about_finds_it_nowhere(session: Session, case: Incident) -> None:
    state(session, case, by=SECOND_OFFICER, person=OFFICER)
    about = viewer(session, OFFICER)
    spec = cases_of(about, clock.now(), clock.today())
    assert list_page(session, spec, ask(spec, {})).total == 0
    for act in (
        lambda: case_for(session, about, case.id),
        lambda: handling.add_note(session, about, case.id, "x"),
        lambda: handling.close(session, about, case.id, IncidentOutcome.UNFOUNDED, "x", "x"),
        lambda: handling.note_measure(session, about.actor, case.id, SENTENCE),
        lambda: state(session, case, person=""),
    ):
        with pytest.raises(NotFound):
            act()
        session.rollback()
    assert case_for(session, viewer(session, SECOND_OFFICER), case.id)


def test_an_officer_whom_the_report_names_never_reads_it_whatever_is_stated_later(session: Session) -> None:
    case = reported(session, direct=True, person=OFFICER)
    for person in (MEMBER, ""):
        state(session, case, by=SECOND_OFFICER, person=person)
        with pytest.raises(NotFound):
            case_for(session, viewer(session, OFFICER), case.id)
    with pytest.raises(NobodyLeft):
        state(session, case, by=SECOND_OFFICER, person=SECOND_OFFICER)


def test_an_officer_who_names_themselves_has_given_the_case_up(session: Session, case: Incident) -> None:
    state(session, case, person=OFFICER)
    with pytest.raises(NotFound):
        case_for(session, viewer(session, OFFICER), case.id)


def test_a_case_is_never_taken_from_its_only_officer(session: Session, case: Incident) -> None:
    account(session, SECOND_OFFICER).state_code = AccountState.STOPPED.value
    session.commit()
    with pytest.raises(NobodyLeft):
        state(session, case, person=OFFICER)


def test_a_measure_taken_elsewhere_stands_in_the_timeline(session: Session, case: Incident) -> None:
    handling.note_measure(session, viewer(session, OFFICER).actor, case.id, SENTENCE)
    session.commit()
    entry = handling.timeline(session, case)[-1]
    assert (entry.kind, entry.text, entry.who) == (EntryKind.MEASURE, SENTENCE, f"{AGENCY} 佐藤 花子")
    assert last_event(session).details == {"what": "measure"}


def test_nobody_but_an_officer_writes_into_a_case(session: Session, case: Incident) -> None:
    for who in (MEMBER, LEAD, FOREIGN_LEAD, MANAGER):
        with pytest.raises(NotFound):
            handling.note_measure(session, viewer(session, who).actor, case.id, SENTENCE)


def test_a_report_to_the_authority_has_a_day_between_learning_and_today(session: Session, case: Incident) -> None:
    officer = viewer(session, OFFICER)
    for day in (date(2026, 5, 10), date(2026, 5, 12)):
        with pytest.raises(handling.WrongDay):
            handling.tell_authority(session, officer, case.id, AuthorityReport.PROMPT, day)
    handling.tell_authority(session, officer, case.id, AuthorityReport.PROMPT, date(2026, 5, 11))
    session.commit()
    assert case.prompt_reported_on == date(2026, 5, 11)
    assert last_event(session).details == {"report": "prompt", "on": "2026-05-11"}


def test_a_case_is_closed_only_once_nothing_is_left_to_be_reported(session: Session, case: Incident) -> None:
    officer = viewer(session, OFFICER)

    def close() -> Incident:
        return handling.close(session, officer, case.id, IncidentOutcome.LEAKED, "宛先の誤り", "送信前の確認")

    for personal_data in (YesNo.UNKNOWN, YesNo.YES):
        state(session, case, personal_data=personal_data)
        with pytest.raises(Conflict):
            close()
        session.rollback()
    handling.tell_authority(session, officer, case.id, AuthorityReport.FINAL, date(2026, 5, 11))
    assert close().state_at(clock.now()) is IncidentState.CLOSED
    session.commit()
    assert last_event(session).details == {"outcome": "leaked"}


def test_a_closed_case_takes_notes_and_nothing_else_until_it_is_reopened_with_a_reason(
    session: Session, case: Incident
) -> None:
    state(session, case, personal_data=YesNo.NO)
    officer = viewer(session, OFFICER)
    handling.close(session, officer, case.id, IncidentOutcome.UNFOUNDED, "見間違い", "なし")
    session.commit()
    handling.add_note(session, officer, case.id, "後から届いた手紙")
    session.commit()
    for act in (
        lambda: state(session, case, severity=Severity.GRAVE),
        lambda: handling.close(session, officer, case.id, IncidentOutcome.LEAKED, "x", "x"),
        lambda: handling.tell_authority(session, officer, case.id, AuthorityReport.FINAL, clock.today()),
    ):
        with pytest.raises(Conflict):
            act()
        session.rollback()
    again = handling.reopen(session, officer, case.id, "新しい事実が分かった")
    session.commit()
    assert (again.state_at(clock.now()), again.outcome) == (IncidentState.OPEN, None)
    assert [one.kind for one in handling.timeline(session, again)][-3:] == [
        EntryKind.CLOSED, EntryKind.NOTE, EntryKind.REOPENED,
    ]  # fmt: skip
    with pytest.raises(Conflict):
        handling.reopen(session, officer, case.id, "もう一度")


def test_an_answer_is_told_to_the_reporter(session: Session, case: Incident) -> None:
    handling.answer(session, OUTGOING, viewer(session, OFFICER), case.id, "ありがとうございます。")
    session.commit()
    from models.mail.outbox import OutboxLetter

    assert session.scalars(select(OutboxLetter.recipient)).all()[-1] == f"{MEMBER}@town.example"
