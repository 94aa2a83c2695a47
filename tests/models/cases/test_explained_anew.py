"""An explanation is of what was detected before it: what joins the case afterwards is explained anew (M8, M12)."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from models import clock
from models.administration.two_person_acts import ACTS
from models.administration.waiting import waiting_for
from models.approvals import deciding
from models.cases import closing, escalating, handling
from models.cases.case import WatchCase
from models.cases.kinds import TIME_TO_SETTLE, CaseEntryKind, CaseOutcome, CaseState
from models.cases.visibility import case_for
from models.db import SessionFactory
from models.detection.alert import Severity
from models.errors import Conflict
from tests.models.cases.raising import explain, joined, opened
from tests.models.people.office import LEAD, MANAGER, OFFICER, OUTGOING, SECOND, Office


def to_explain(session: Session, office: Office) -> list[int]:
    """What the home page of the responsible person counts."""
    return [one.number for one in waiting_for(session, office.viewer(LEAD)) if one.endpoint == "desk.cases"]


@pytest.fixture
def explained(session: Session, office: Office, sessions: SessionFactory, hands: time_machine.Traveller) -> WatchCase:
    """A case that was explained two hours after it was opened, five hours ago."""
    case = opened(session, office, sessions)
    hands.shift(timedelta(hours=2))
    explain(session, office, case, "月末の照合だった。")
    hands.shift(timedelta(hours=5))
    return case


@pytest.mark.parametrize("severity", [Severity.STOP, Severity.ALERT])
def test_what_joins_after_the_explanation_is_explained_anew(
    session: Session, office: Office, sessions: SessionFactory, explained: WatchCase, severity: Severity
) -> None:
    assert (explained.state, to_explain(session, office)) == (CaseState.EXPLAINED, [])
    letters = len(office.letters(LEAD))
    case = joined(session, office, sessions, severity.value)
    assert (case.id, case.state, case.severity) == (explained.id, CaseState.WAITING, severity)
    assert case.due_at == clock.now() + TIME_TO_SETTLE[severity]
    assert to_explain(session, office) == [1]
    assert len(office.letters(LEAD)) == letters + 1
    read = handling.told_to_responsible(session, case)
    assert "月末の照合だった。" in [one.text for one in read], "the old explanation stays to be read"
    assert [one.kind for one in read].count(CaseEntryKind.ASKED_ANEW) == 1
    with pytest.raises(Conflict, match="説明が、まだありません"):
        closing.close(session, ACTS, office.viewer(OFFICER), case.id, CaseOutcome.JUSTIFIED, "業務だった。")
    session.rollback()
    explain(session, office, case, "二度目も照合だった。")
    closing.close(session, ACTS, office.viewer(OFFICER), case.id, CaseOutcome.JUSTIFIED, "業務だった。")
    session.commit()
    assert case_for(session, office.viewer(OFFICER), case.id).outcome is CaseOutcome.JUSTIFIED


def test_what_was_not_explained_anew_is_overdue_and_told_as_that(
    session: Session,
    office: Office,
    sessions: SessionFactory,
    explained: WatchCase,
    hands: time_machine.Traveller,
) -> None:
    case = joined(session, office, sessions, "stop")
    hands.move_to(case.due_at - timedelta(seconds=1))
    assert escalating.escalate(sessions, OUTGOING, clock.now()) == 0
    hands.shift(timedelta(seconds=1))
    assert escalating.escalate(sessions, OUTGOING, clock.now()) == 1
    session.rollback()
    assert "期限超過" in office.letters(LEAD)[-1]
    assert explained.id == case.id


def test_an_explanation_written_before_the_newest_alert_was_seen_is_not_taken(
    session: Session, office: Office, sessions: SessionFactory
) -> None:
    case = opened(session, office, sessions)
    seen = handling.last_detected(session, case)
    joined(session, office, sessions, "stop")
    with pytest.raises(handling.DetectedMeanwhile):
        handling.explain(session, OUTGOING, office.viewer(LEAD), case.id, "月末の照合だった。", seen)
    session.rollback()
    assert case_for(session, office.viewer(OFFICER), case.id).state is CaseState.WAITING


def test_what_joins_while_a_second_person_reads_stops_the_approval(
    session: Session, office: Office, sessions: SessionFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = opened(session, office, sessions, SECOND)
    case.explained_at = clock.now()  # nobody answers for the owner's officers here
    session.commit()
    approval = closing.close(session, ACTS, office.viewer(OFFICER), case.id, CaseOutcome.JUSTIFIED, "監査だった。")
    session.commit()
    assert approval is not None
    shown = ACTS[approval.kind].difference(session, approval).sha256
    joined(session, office, sessions, "stop", SECOND)
    with pytest.raises(Conflict):
        deciding.approve(session, ACTS, OUTGOING, office.viewer(MANAGER), approval.id, shown)
    session.rollback()
    with pytest.raises(Conflict, match="説明が、まだありません"):  # nor between what was shown and the act itself
        closing.CLOSE_CASE.carry_out(session, OUTGOING, office.viewer(MANAGER).actor, approval)
    session.rollback()
    assert case_for(session, office.viewer(OFFICER), case.id).closed_at is None
