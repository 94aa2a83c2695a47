"""The ways from a case to what can be stopped."""

from flask import Flask

from blueprints.admin.incidents.levers import levers_of
from models.accounts.account import AccountState
from models.incidents.incident import Incident
from models.organisations.kinds import OrganisationKind
from models.organisations.organisation import Organisation
from tests.blueprints.incidents.conftest import Office
from tests.factories.incidents import MEMBER, OFFICER, account

GRID = Organisation(id=3, kind_code=OrganisationKind.GRID_OPERATOR.value, name="みほん送配電")


def test_a_case_leads_to_the_person_the_organisation_and_the_kind_concerned(app: Flask) -> None:
    with app.test_request_context():
        assert [*levers_of(Incident(id=7, person_id=12, organisation=GRID))] == [
            ("この利用者を停止する", "/admin/accounts/12/stop?incident=7"),
            ("この組織の利用を停止する", "/admin/organisations/3/bar?incident=7"),
            ("一般送配電事業者全体を緊急停止する", "/admin/kinds/grid_operator/stop?incident=7"),
        ]
        assert [*levers_of(Incident(id=7))] == []


def test_a_number_that_no_row_can_have_keeps_nobody_from_being_stopped(office: Office) -> None:
    officer = office.visitor(OFFICER)
    with office.session() as session:
        number = account(session, MEMBER).id
    officer.visit(f"/admin/accounts/{number}/stop?case={10**30}&incident={2**31}")
    officer.submit("stop", why="監視による検知", reason="共用が疑われる。")
    with office.session() as session:
        assert account(session, MEMBER).state is AccountState.STOPPED
