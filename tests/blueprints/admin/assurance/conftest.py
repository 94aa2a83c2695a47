"""The three who make, sign and confirm: a system manager, an officer of the owner, an auditor."""

import pytest
import time_machine

from models.accounts.account import Role
from models.organisations.kinds import OrganisationKind
from tests.blueprints.admin.conftest import Office
from tests.driver.visitor import Visitor


@pytest.fixture
def manager(office: Office) -> Visitor:
    return office.enter(OrganisationKind.CONTRACTOR, Role.SYSTEM_MANAGER, name="管理 一郎")


@pytest.fixture
def officer(office: Office) -> Visitor:
    return office.enter(name="保有 二郎")


@pytest.fixture
def auditor(office: Office, hands: time_machine.Traveller) -> Visitor:
    return office.enter(OrganisationKind.AUDITOR, Role.AUDITOR, name="監査 三郎")
