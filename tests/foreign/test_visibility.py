"""Canaries and non-interference under another register's catalogue: the same proofs, not others (O1, O2, M18)."""

import pytest
from sqlalchemy.orm import Session

from models.organisations.kinds import OrganisationKind
from tests.factories.markers import FACILITIES
from tests.visibility import test_noninterference as interference
from tests.visibility.canaries import check_canaries
from tests.visibility.conftest import Enter
from tests.visibility.worlds import Eyes

K = OrganisationKind
SEES = {
    K.OWNER: (None, set(FACILITIES)),
    K.LOCAL_GOVERNMENT: ("19", {"B100001C22"}),
    K.CERTIFIED_OPERATOR: ("of B100004I47", {"B100004I47"}),
}
EYES = [Eyes(K.OWNER), Eyes(K.LOCAL_GOVERNMENT, "22"), Eyes(K.CERTIFIED_OPERATOR, "1")]


@pytest.fixture(autouse=True)
def fewer_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty items need fewer questions than five hundred."""
    monkeypatch.setattr(interference, "PAIRS", {"sqlite": 240, "postgresql": 100})
    monkeypatch.setattr(interference, "WORLDS", {"sqlite": 2, "postgresql": 2})


@pytest.mark.parametrize("kind", SEES)
def test_nobody_receives_a_value_that_is_not_theirs(enter_marked: Enter, marked_url: str, kind: K) -> None:
    check_canaries(enter_marked, marked_url, kind, *SEES[kind])


@pytest.mark.parametrize("eyes", EYES, ids=lambda eyes: eyes.kind.value)
def test_no_answer_depends_on_what_is_hidden(stock: Session, eyes: Eyes) -> None:
    interference.test_no_answer_of_the_domain_depends_on_what_is_hidden(stock, eyes)


@pytest.mark.parametrize("eyes", EYES, ids=lambda eyes: eyes.kind.value)
def test_no_page_depends_on_what_is_hidden(enter_stock: Enter, stock_url: str, eyes: Eyes) -> None:
    interference.test_no_page_depends_on_what_is_hidden(enter_stock, stock_url, eyes)


@pytest.mark.parametrize("eyes", EYES, ids=lambda eyes: eyes.kind.value)
def test_no_file_depends_on_what_is_hidden(stock: Session, eyes: Eyes) -> None:
    interference.test_a_file_does_not_depend_on_what_is_hidden(stock, eyes)


def test_an_organisation_of_a_kind_the_register_does_not_know_sees_nothing(enter_stock: Enter) -> None:
    """Its rows would be nationwide: the catalogue names no such attribute, so there is no item to show of them."""
    visitor = enter_stock(K.OCCTO)
    assert "閲覧できる項目はありません。" in visitor.visit("/").source
    assert visitor.request("GET", f"/certifications/{next(iter(FACILITIES))}").status_code == 404
