"""A year's end of a small register, written into the trail, and those who report on it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy.orm import Session

from models.access.permissions import permissions_of
from models.access.viewer import Viewer
from models.accounts.account import Role
from models.audit.actor import Actor
from models.organisations.kinds import OrganisationKind
from models.reporting.computing import compute
from models.reporting.filing import draft
from models.reporting.month import Month
from models.reporting.report import MonthlyReport
from tests.access.people import new_account
from tests.factories.months import write_months
from tests.factories.viewers import viewer_of

EVENTS = 400
OCTOBER = Month(2026, 10)
NOVEMBER = datetime(2026, 11, 10, 1, 0, tzinfo=UTC)


@pytest.fixture
def hands() -> Iterator[time_machine.Traveller]:
    """It is the tenth of November 2026 until a test moves the clock."""
    with time_machine.travel(NOVEMBER, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def filled(session: Session) -> Session:
    """The session over a register whose people have been at work since June."""
    write_months(session, EVENTS)
    return session


def person(session: Session, kind: OrganisationKind, role: Role) -> Viewer:
    account = new_account(session, kind=kind, role=role)
    actor = Actor(account.id, account.login_id, account.organisation_id, account.organisation.name)
    return replace(viewer_of(session, kind, actor=actor), role=role, permissions=permissions_of(kind, role))


@pytest.fixture
def manager(filled: Session, hands: time_machine.Traveller) -> Viewer:
    return person(filled, OrganisationKind.CONTRACTOR, Role.SYSTEM_MANAGER)


@pytest.fixture
def officer(filled: Session, hands: time_machine.Traveller) -> Viewer:
    return person(filled, OrganisationKind.OWNER, Role.OWNER_OFFICER)


@pytest.fixture
def report(filled: Session, manager: Viewer) -> MonthlyReport:
    return draft(filled, manager.actor, compute(filled, OCTOBER), "なし")
