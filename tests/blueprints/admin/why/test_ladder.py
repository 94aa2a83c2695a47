"""Whether somebody reaches the register at all is told as the gate decides it (B2)."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from models.accounts.account import Account, Role
from models.organisations.kind_standing import KindStanding
from models.organisations.kinds import OrganisationKind
from tests.access import people
from tests.blueprints.admin.why.asking import ask
from tests.blueprints.certifications.conftest import Office
from tests.driver.visitor import Visitor
from tests.factories import stock as register

K = OrganisationKind


STATES = [
    people.stop,
    people.strike_off,
    people.make_dormant,
    people.bar_organisation,
    people.close_organisation,
    None,
]


@pytest.mark.parametrize("change", STATES, ids=lambda change: change.__name__ if change else "nothing")
def test_the_ladder_is_told_as_the_gate_decides_it(officer: Visitor, office: Office, change: people.Change) -> None:
    visitor, account = office.someone(K.OCCTO)
    if change is not None:
        office.change(lambda session: change(_signed_in(session, account)))
    text = ask(officer, person=account.login_id, facility=register.TWO_AREAS, item="facility_id")
    answer = visitor.request("GET", f"/certifications/{register.TWO_AREAS}")
    assert ("表示されます。" in text) is (answer.status_code == 200) is (change is None)


def test_training_long_overdue_is_told_as_the_gate_decides_it(office: Office, hands: time_machine.Traveller) -> None:
    hands.shift(timedelta(days=200))
    officer = office.someone(K.OWNER, role=Role.OWNER_OFFICER)[0]
    visitor, account = office.someone(K.OCCTO)
    office.change(lambda session: people.neglect_training(_signed_in(session, account)))
    text = ask(officer, person=account.login_id, item="facility_id")
    assert "期限を過ぎた研修が修了していないため" in text
    assert "表示されません。" in text
    assert visitor.request("GET", f"/certifications/{register.TWO_AREAS}").status_code == 303


def _signed_in(session: Session, account: Account) -> people.SignedInPerson:
    return people.SignedInPerson(session.get_one(Account, account.id), None, "")  # type: ignore[arg-type]


def test_an_emergency_stop_is_told_of_the_kind_the_organisation_and_the_person(
    officer: Visitor, office: Office, chubu: Account
) -> None:
    def stop(session: Session) -> None:
        session.get_one(KindStanding, "grid_operator").stopped_at = chubu.issued_at

    office.change(stop)
    for asked in ({"kind": "grid_operator"}, {"organisation": chubu.organisation.name}, {"person": chubu.login_id}):
        assert "緊急に停止されています" in ask(officer, **asked)


def test_whoever_has_not_consented_sees_nothing_yet(officer: Visitor, office: Office) -> None:
    def newcomer(session: Session) -> None:
        people.new_account(session, kind=K.OCCTO, login_id="newcomer")

    office.change(newcomer)
    assert "現在の版に同意していません" in ask(officer, person="newcomer")


def test_a_unit_that_does_not_read_is_named(officer: Visitor, office: Office, chubu: Account) -> None:
    def divide(session: Session) -> None:
        account = session.get_one(Account, chubu.id)
        account.unit = "小売部"
        account.organisation.units_kept = [{"name": "小売部", "reads": False}, {"name": "送配電部", "reads": True}]

    office.change(divide)
    text = ask(officer, person=chubu.login_id, facility=register.TWO_AREAS)
    assert "部門は「小売部」で、認定情報を閲覧しない部門です。" in text
    assert "表示されません。" in text
