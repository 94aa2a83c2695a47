"""Sizes: one page alone takes a large body, from those alone who may send one."""

import pytest

from models.accounts.account import Role
from models.organisations.kinds import OrganisationKind
from models.register.workbooks import safety
from tests.driver.header_rules import header_faults
from tests.driver.page import Page
from tests.driver.page_rules import check
from tests.driver.visitor import Visitor
from tests.threats.conftest import Service

NEW = "/admin/register/import/new"
MIB = 1 << 20
SMALL = 1 << 18
TOO_LARGE = bytes(50 * MIB + 64 * 1024 + 1)
MULTIPART = "multipart/form-data; boundary=x"


@pytest.fixture
def officer(service: Service) -> Visitor:
    """An officer of the owner."""
    visitor, _ = service.enter(OrganisationKind.OWNER, role=Role.OWNER_OFFICER)
    visitor.visit(NEW)
    return visitor


def test_a_body_of_more_than_a_file_and_its_form_is_refused_by_a_page_of_our_own(officer: Visitor) -> None:
    response = officer.request("POST", NEW, data=TOO_LARGE, content_type=MULTIPART)
    assert response.status_code == 413
    assert header_faults(response) == []
    check(Page(response))


def test_a_file_one_byte_too_large_is_told_so_at_its_field(officer: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety, "MAX_FILE_BYTES", SMALL)
    page = officer.submit("upload", {"file": ("a.csv", b"x" * (SMALL + 1)), "reason": "試験"}, expect=422)
    assert "ファイルが大きすぎます" in page.errors[0]


def test_no_other_page_takes_more_than_a_mebibyte(officer: Visitor) -> None:
    for path in ("/admin/register/import/1/withdraw", "/admin/register/import/1/apply", "/login/sign-out"):
        response = officer.request("POST", path, data={"csrf_token": officer.token(), "x": "x" * (MIB + 1)})
        assert response.status_code == 413, path


def test_who_may_not_send_a_file_is_refused_whatever_its_size(service: Service) -> None:
    for kind in (OrganisationKind.CONTRACTOR, OrganisationKind.GRID_OPERATOR, OrganisationKind.OWNER):
        visitor, _ = service.enter(kind)
        assert visitor.request("POST", NEW, data=TOO_LARGE, content_type=MULTIPART).status_code == 403
