"""Who has done what: the administration's list, and the desk's."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Role
from models.audit.event_names import EventName
from models.organisations.kinds import OrganisationKind
from tests.blueprints.people import sign_in
from tests.driver.visitor import Visitor
from tests.models.accounts.people import add_organisation, add_person
from tests.models.accounts.test_sign_in import events
from tests.models.training.people import add_pass

GENERAL_TITLE, LEADING_TITLE = "認定情報の取扱いと情報保護", "システム利用責任者の役割"


@pytest.fixture
def office(session: Session) -> None:
    """Two organisations, a manager of the system, and one person who has done the course."""
    town, grid = add_organisation(session), add_organisation(session, "かもめ送配電", OrganisationKind.GRID_OPERATOR)
    add_pass(session, add_person(session, "hanako.sato", town), clock.today())
    add_person(session, "lead.town", town, Role.RESPONSIBLE_PERSON)
    add_person(session, "jiro.mori", grid)
    contractor = add_organisation(session, "みほん運用会社", OrganisationKind.CONTRACTOR)
    add_person(session, "manager", contractor, Role.SYSTEM_MANAGER)


@pytest.mark.usefixtures("office")
def test_the_manager_sees_everybody_and_filters(visitor: Visitor) -> None:
    page = sign_in(visitor, "manager", "/admin/training")
    assert page.heading == "研修の受講状況"
    assert [(row["ID"], row["研修"], row["状態"]) for row in page.rows("研修の受講状況")] == [
        ("lead.town", GENERAL_TITLE, "未受講"),
        ("lead.town", LEADING_TITLE, "未受講"),
        ("jiro.mori", GENERAL_TITLE, "未受講"),
        ("manager", GENERAL_TITLE, "未受講"),
        ("hanako.sato", GENERAL_TITLE, "修了"),
    ]
    page = visitor.submit("search", state="修了")
    assert [row["ID"] for row in page.rows("研修の受講状況")] == ["hanako.sato"]
    page = visitor.visit("/admin/training?kind=grid_operator&sort=-person")
    assert [row["ID"] for row in page.rows("研修の受講状況")] == ["jiro.mori"]


@pytest.mark.usefixtures("office")
def test_a_responsible_person_sees_their_own_people_alone(visitor: Visitor) -> None:
    page = sign_in(visitor, "lead.town", "/desk/training")
    assert {row["ID"] for row in page.rows("研修の受講状況")} == {"hanako.sato", "lead.town"}
    for asked in ("?organisation=かもめ", "?kind=grid_operator", "?person=jiro"):
        assert "jiro.mori" not in visitor.visit(f"/desk/training{asked}").text
    assert b"jiro.mori" not in visitor.request("GET", "/desk/training?file=csv").get_data()
    visitor.visit("/admin/training", expect=403)


@pytest.mark.usefixtures("office")
def test_the_list_is_taken_as_a_file_and_that_is_recorded(visitor: Visitor, session: Session) -> None:
    sign_in(visitor, "manager", "/admin/training")
    lines = visitor.request("GET", "/admin/training?state=done&file=csv").get_data(as_text=True).splitlines()
    assert lines[0].lstrip("\ufeff").split(",")[:3] == ["氏名", "組織", "ID"]
    assert ["hanako.sato" in line for line in lines[1:]] == [True]
    session.rollback()
    taken = events(session, EventName.LIST_EXPORTED)[0]
    assert taken.details == {"list": "training", "asked": ["状態: 修了"], "rows": 1}


@pytest.mark.usefixtures("office")
def test_the_command_counts_who_has_done_what(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["training", "list"])
    assert result.exit_code == 0, result.output
    assert GENERAL_TITLE in result.output
    assert "対象 4 人（期限超過 0、期限が近い 0、未受講 3、修了 1）" in result.output
    assert "対象 1 人（期限超過 0、期限が近い 0、未受講 1、修了 0）" in result.output
