"""An office over the register in small, and those to whom visibility is explained."""

from collections.abc import Callable

import pytest

from models.accounts.account import Account, Role
from models.organisations.kinds import OrganisationKind
from tests.blueprints.certifications.conftest import Office, office  # noqa: F401
from tests.driver.visitor import Visitor
from tests.factories.fixtures import stock_url  # noqa: F401

Somebody = Callable[[], Visitor]


@pytest.fixture
def officer(office: Office) -> Visitor:  # noqa: F811
    """The owner's officer."""
    return office.someone(OrganisationKind.OWNER, role=Role.OWNER_OFFICER)[0]


@pytest.fixture
def manager(office: Office) -> Visitor:  # noqa: F811
    """The system's manager."""
    return office.someone(OrganisationKind.CONTRACTOR, role=Role.SYSTEM_MANAGER)[0]


@pytest.fixture
def auditor(office: Office) -> Visitor:  # noqa: F811
    """The auditor."""
    return office.someone(OrganisationKind.AUDITOR, role=Role.AUDITOR)[0]


@pytest.fixture
def chubu(office: Office) -> Account:  # noqa: F811
    """A person of a grid company, who has consented."""
    return office.someone(OrganisationKind.GRID_OPERATOR, "chubu")[1]
