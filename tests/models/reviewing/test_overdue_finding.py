"""An overdue grant raises a finding by itself, once, with the officer who proposed the edition (M9, M13)."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, AccountState
from models.assurance.finding import Finding, FindingState
from models.assurance.following import timeline
from models.assurance.overdue_grants import raise_of_overdue_grants
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.db import SessionFactory
from tests.models.reviewing.conftest import Committee
from tests.models.reviewing.test_difference import SHOWN, due, in_force


@pytest.fixture
def sessions(committee: Committee) -> SessionFactory:
    """Further sessions on the committee's database."""
    return lambda: Session(committee.session.get_bind())


def findings(committee: Committee) -> list[Finding]:
    committee.session.rollback()
    return list(committee.session.scalars(select(Finding).order_by(Finding.id)))


def test_the_last_day_of_a_review_raises_nothing_the_day_after_does(
    committee: Committee, sessions: SessionFactory
) -> None:
    in_force(committee, {SHOWN: due(committee, 0)}, closes=False)
    assert raise_of_overdue_grants(sessions, clock.now()) == 0
    in_force(committee, {SHOWN: due(committee, -1)}, closes=False)
    assert raise_of_overdue_grants(sessions, clock.now()) == 1
    (finding,) = findings(committee)
    assert (finding.owner_id, finding.raised_by) == (committee.first.account_id, None)
    assert (finding.promise, finding.check_code, finding.state) == ("M9", "reviews-in-time", FindingState.OPEN)
    assert finding.due_on == clock.today() + timedelta(days=30)
    assert "設備ID（一般送配電事業者、期限" in finding.detail
    assert "表示は続いています。" in finding.detail
    assert [entry.who for entry in timeline(committee.session, finding)] == ["システム"]
    told = select(AuditEvent.object).where(AuditEvent.name == EventName.FINDING_RAISED.value)
    assert list(committee.session.scalars(told)) == [f"finding:{finding.id}"]


def test_it_is_raised_once_while_it_is_followed_and_again_when_it_was_closed_too_soon(
    committee: Committee, sessions: SessionFactory
) -> None:
    in_force(committee, {SHOWN: due(committee, -1)}, closes=True)
    assert [raise_of_overdue_grants(sessions, clock.now()) for _ in range(2)] == [1, 0]
    (finding,) = findings(committee)
    assert "期限の翌日から表示していません。" in finding.detail
    finding.done_at = finding.closed_at = clock.now()
    committee.session.commit()
    assert raise_of_overdue_grants(sessions, clock.now()) == 1
    assert len(findings(committee)) == 2


def test_it_goes_to_who_approved_when_who_proposed_has_left_and_waits_while_nobody_is_there(
    committee: Committee, sessions: SessionFactory
) -> None:
    in_force(committee, {SHOWN: due(committee, -1)}, closes=False)
    set_state(committee, AccountState.STOPPED, committee.first.account_id, committee.second.account_id)
    assert raise_of_overdue_grants(sessions, clock.now()) == 0
    set_state(committee, AccountState.ACTIVE, committee.second.account_id)
    assert raise_of_overdue_grants(sessions, clock.now()) == 1
    assert [finding.owner_id for finding in findings(committee)] == [committee.second.account_id]


def set_state(committee: Committee, state: AccountState, *accounts: int) -> None:
    for number in accounts:
        committee.session.get_one(Account, number).state_code = state.value
    committee.session.commit()
