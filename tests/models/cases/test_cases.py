"""From alert to finding: opened by itself, explained by the responsible person, closed by whoever may (M8, M11)."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.administration.two_person_acts import ACTS
from models.administration.waiting import waiting_for
from models.approvals import deciding
from models.approvals.acts import OnThemselves, SamePerson
from models.approvals.approval import ApprovalState
from models.audit.event_names import EventName
from models.cases import closing, files, handling
from models.cases.case import CaseEntry, WatchCase
from models.cases.kinds import CaseEntryKind, CaseOutcome, CaseState
from models.cases.lists import cases_of, cases_to_explain
from models.cases.opening import alerts_of, open_due
from models.cases.passing_on import pass_on
from models.cases.visibility import OwnColleague, case_for, case_to_explain
from models.db import SessionFactory
from models.errors import Conflict, Forbidden, NotFound
from models.incidents import evidence
from models.incidents.incident import Incident
from models.incidents.kinds import IncidentKind
from models.lists import ask, list_page
from models.monitoring import alert_reading
from models.monitoring.approval_reading import approval_for, approvals_of
from models.monitoring.tables import AlertState, MonitoringAlert
from models.settings import Settings
from tests.models.cases.raising import explain, opened, raised
from tests.models.people.office import (
    AUDITOR,
    COLLEAGUE,
    LEAD,
    MANAGER,
    MEMBER,
    OFFICER,
    OTHER_LEAD,
    OUTGOING,
    SECOND,
    Office,
)  # fmt: skip


def test_an_alert_opens_a_case_and_those_concerned_are_told(
    session: Session, office: Office, sessions: SessionFactory
) -> None:
    raised(session, office, severity="stop")
    assert (open_due(sessions, OUTGOING), open_due(sessions, OUTGOING)) == (1, 0)
    session.rollback()
    case = session.scalars(select(WatchCase)).one()
    assert case.due_at - case.opened_at == timedelta(days=1)
    assert office.letters(MEMBER)[-1].endswith("アカウントを一時的に停止しました")
    for login_id in (LEAD, OFFICER, SECOND, MANAGER):
        assert case.reference in office.letters(login_id)[-1]
    assert office.letters(OTHER_LEAD) == []
    assert len(office.events(EventName.CASE_OPENED)) == 1


def test_alerts_of_one_day_are_one_case_and_the_gravest_counts(
    session: Session, office: Office, sessions: SessionFactory, hands: time_machine.Traveller
) -> None:
    first = opened(session, office, sessions)
    hands.shift(timedelta(hours=23))
    raised(session, office, severity="stop")
    open_due(sessions, OUTGOING)
    session.rollback()
    case = session.scalars(select(WatchCase).execution_options(populate_existing=True)).one()
    assert (case.id, case.severity.value, len(alerts_of(session, case))) == (first.id, "stop", 2)
    assert case.due_at == case.opened_at + timedelta(hours=47)
    hands.shift(timedelta(hours=2))
    assert opened(session, office, sessions).id != first.id


def test_nobody_sees_an_alert_or_a_case_about_themselves(
    session: Session, office: Office, sessions: SessionFactory
) -> None:
    case = opened(session, office, sessions, OFFICER)
    alert = session.scalars(select(MonitoringAlert)).one()
    concerned, other = office.viewer(OFFICER), office.viewer(SECOND)
    with pytest.raises(NotFound):
        case_for(session, concerned, case.id)
    with pytest.raises(NotFound):
        alert_reading.alert_for(session, concerned, alert.id)
    for spec in (cases_of(concerned, clock.now()), alert_reading.alerts_for(concerned, clock.now())):
        assert list_page(session, spec, ask(spec, {})).total == 0
    assert case_for(session, other, case.id) is not None
    own = opened(session, office, sessions, LEAD)
    mine = cases_to_explain(office.viewer(LEAD), clock.now())
    assert list_page(session, mine, ask(mine, {})).total == 0
    with pytest.raises(NotFound):
        case_to_explain(session, office.viewer(LEAD), own.id)


def test_a_case_about_a_colleague_takes_two(session: Session, office: Office, sessions: SessionFactory) -> None:
    case = opened(session, office, sessions, OFFICER)
    closer = office.viewer(SECOND)
    approval = closing.close(session, ACTS, closer, case.id, CaseOutcome.HARMLESS, "監査の作業だった。")
    assert approval is not None
    session.commit()
    difference = ACTS[approval.kind].difference(session, approval)
    for login_id, refusal in ((SECOND, SamePerson), (OFFICER, OnThemselves)):
        with pytest.raises(refusal):
            deciding.approve(session, ACTS, OUTGOING, office.viewer(login_id), approval.id, difference.sha256)
        session.rollback()
    deciding.approve(session, ACTS, OUTGOING, office.viewer(MANAGER), approval.id, difference.sha256)
    session.commit()
    assert approval.state is ApprovalState.CARRIED_OUT
    assert case_for(session, closer, case.id).outcome is CaseOutcome.HARMLESS


def test_the_manager_touches_no_case_about_a_colleague_and_decides_none(
    session: Session, office: Office, sessions: SessionFactory
) -> None:
    about_colleague = opened(session, office, sessions, COLLEAGUE)
    manager = office.viewer(MANAGER)
    with pytest.raises(OwnColleague):
        handling.add_note(session, manager, about_colleague.id, "問題ない。")
    session.rollback()
    case = opened(session, office, sessions)
    handling.add_note(session, manager, case.id, "本人に電話した。")
    with pytest.raises(Forbidden):
        closing.close(session, ACTS, manager, case.id, CaseOutcome.HARMLESS, "問題ない。")
    session.rollback()
    with pytest.raises(Forbidden):
        handling.add_note(session, office.viewer(AUDITOR), case.id, "見た。")
    waiting = {one.label: one.number for one in waiting_for(session, manager)}
    assert waiting["対応中の検知の案件"] == 1  # the one about the colleague waits for others


def test_a_case_is_justified_only_by_an_explanation(session: Session, office: Office, sessions: SessionFactory) -> None:
    case, officer = opened(session, office, sessions), office.viewer(OFFICER)
    with pytest.raises(Conflict):
        closing.close(session, ACTS, officer, case.id, CaseOutcome.JUSTIFIED, "業務だった。")
    session.rollback()
    with pytest.raises(NotFound):
        explain(session, office, case, "知らない。", OTHER_LEAD)
    session.rollback()
    lead = office.viewer(LEAD)
    assert [one.number for one in waiting_for(session, lead) if one.endpoint == "desk.cases"] == [1]
    explain(session, office, case, "月末の照合だった。")
    assert case_for(session, officer, case.id).state is CaseState.EXPLAINED
    assert [one for one in waiting_for(session, lead) if one.endpoint == "desk.cases"] == []
    closing.close(session, ACTS, officer, case.id, CaseOutcome.JUSTIFIED, "業務だった。")
    session.commit()
    assert session.scalars(select(MonitoringAlert)).one().state is AlertState.SETTLED
    with pytest.raises(Conflict):
        explain(session, office, case, "もう一度。")


def test_the_responsible_person_reads_what_was_detected_and_no_note(
    session: Session, office: Office, sessions: SessionFactory
) -> None:
    case = opened(session, office, sessions)
    handling.add_note(session, office.viewer(MANAGER), case.id, "内々の記録")
    kinds = {one.kind for one in handling.told_to_responsible(session, case)}
    assert kinds == {CaseEntryKind.ALERT}
    written = session.scalars(select(CaseEntry.kind_code)).all()
    assert CaseEntryKind.NOTE.value in written


def test_a_case_passed_on_becomes_an_incident_about_the_person(
    session: Session, office: Office, sessions: SessionFactory
) -> None:
    case, officer = opened(session, office, sessions), office.viewer(OFFICER)
    with pytest.raises(Forbidden):
        pass_on(session, OUTGOING, office.viewer(MANAGER), case.id, IncidentKind.CREDENTIALS, "共用")
    session.rollback()
    made = pass_on(session, OUTGOING, officer, case.id, IncidentKind.CREDENTIALS, "IDを共用していた。")
    session.commit()
    incident = session.get_one(Incident, made.id)
    assert incident.person is not None
    assert (incident.person.login_id, incident.kind, incident.way_code) == (MEMBER, IncidentKind.CREDENTIALS, "direct")
    assert (case.outcome, case.incident_id) == (CaseOutcome.PASSED_ON, incident.id)
    with pytest.raises(Conflict):
        pass_on(session, OUTGOING, officer, case.id, IncidentKind.CREDENTIALS, "もう一度")


def test_passing_on_is_no_way_to_end_a_case_about_a_colleague_alone(
    session: Session, office: Office, sessions: SessionFactory
) -> None:
    case, officer = opened(session, office, sessions, SECOND), office.viewer(OFFICER)
    made = pass_on(session, OUTGOING, officer, case.id, IncidentKind.CREDENTIALS, "IDを共用していた。")
    session.commit()
    assert (case.incident_id, case.closed_at) == (made.id, None)
    with pytest.raises(Conflict, match="すでに"):
        pass_on(session, OUTGOING, officer, case.id, IncidentKind.CREDENTIALS, "もう一度")
    session.rollback()
    proposed = closing.close(session, ACTS, officer, case.id, CaseOutcome.MISUSED, "確認した。")
    session.commit()
    assert session.get_one(WatchCase, case.id, populate_existing=True).closed_at is None
    assert proposed is not None
    for login_id, told in ((MANAGER, True), (SECOND, False)):  # whom it is about is not told how it is to end
        viewer = office.viewer(login_id)
        spec = approvals_of(viewer, clock.now())
        listed = list_page(session, spec, ask(spec, {}))
        waiting = {one.endpoint: one.number for one in waiting_for(session, viewer)}
        assert (len(listed.rows), waiting.get("approvals.index", 0)) == ((1, 1) if told else (0, 0))
        if not told:
            with pytest.raises(NotFound):
                approval_for(session, viewer, proposed.id)


def test_a_file_is_kept_with_the_case_encrypted(
    session: Session, office: Office, sessions: SessionFactory, settings: Settings, tmp_path: Path
) -> None:
    case, place = opened(session, office, sessions), evidence.place_of(settings, files.AREA)
    files.add_file(session, place, office.viewer(MANAGER), case.id, "記録.txt", io.BytesIO("秘密の記録".encode()))
    session.commit()
    (kept,) = files.files_of(session, case)
    assert "秘密".encode() not in place.path(kept.token).read_bytes()
    fetched = files.fetch(session, office.viewer(AUDITOR), case.id, kept.id)
    assert b"".join(evidence.pieces(place, fetched)).decode() == "秘密の記録"
    with pytest.raises(Forbidden):
        files.add_file(session, place, office.viewer(AUDITOR), case.id, "x", io.BytesIO(b"x"))
