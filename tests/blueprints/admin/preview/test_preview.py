"""Seeing the register as somebody else would: invented rows for all who explain, real ones for the officer alone."""

from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts.account import Account, Role
from models.audit.tables import AuditEvent
from models.catalogue.catalogue import catalogue
from models.catalogue.first_edition import proposed_grants
from models.explaining.preview import UNSEEN
from models.organisations.kinds import OrganisationKind
from tests.blueprints.certifications.conftest import Office
from tests.driver.visitor import Visitor
from tests.factories import stock as register
from tests.factories.editions import withdraw
from tests.factories.truth import everything, in_rows_of

K = OrganisationKind


@pytest.fixture
def officer(office: Office) -> tuple[Visitor, Account]:
    return office.someone(K.OWNER, role=Role.OWNER_OFFICER)


@pytest.mark.parametrize("kind", OrganisationKind)
def test_an_invented_record_shows_exactly_the_granted_items_and_says_what_it_is(office: Office, kind: K) -> None:
    visitor = office.someone(K.AUDITOR, role=Role.AUDITOR)[0]
    page = visitor.visit(f"/admin/preview?kind={kind.value}")
    assert f"プレビュー（{kind.label}の利用者として表示・閲覧専用）" in page.text
    granted = {line["item"] for line in proposed_grants() if line["attribute"] == kind.value}
    assert ("表示される設備はありません" in page.text) is (not granted)
    assert not granted or len(page.rows("プレビューの一覧")) == 5
    page = visitor.visit(f"/admin/preview/sample/2?kind={kind.value}")
    assert "設備と値はすべて見本で、実在しません。" in page.text
    labels = {item.label for item in catalogue().items if item.key in granted and item.store.value != "site"}
    assert set(page.terms()) == labels


def test_an_invented_record_is_the_same_at_every_look_and_is_recorded(office: Office) -> None:
    visitor, account = office.someone(K.CONTRACTOR, role=Role.SYSTEM_MANAGER)
    first = visitor.visit("/admin/preview/sample/3?kind=bureau").text
    assert visitor.visit("/admin/preview/sample/3?kind=bureau").text == first
    assert visitor.request("GET", "/admin/preview/sample/6?kind=bureau").status_code == 404
    assert visitor.request("GET", "/admin/preview/sample/1").status_code == 404
    events = _events(office, "items:preview:show")
    assert [(one.object, one.account_id) for one in events] == [("kind:bureau:sample:3", account.id)] * 2


def test_nobody_but_the_officer_previews_real_certifications(office: Office) -> None:
    for kind, role in ((K.CONTRACTOR, Role.SYSTEM_MANAGER), (K.AUDITOR, Role.AUDITOR), (K.OWNER, Role.MEMBER)):
        visitor = office.someone(kind, role=role)[0]
        for path in ("register", f"register/{register.TWO_AREAS}"):
            assert visitor.request("GET", f"/admin/preview/{path}?kind=owner").status_code == 403, (kind, path)


def test_the_officer_sees_the_organisations_rows_and_is_recorded_as_themselves(
    office: Office, officer: tuple[Visitor, Account]
) -> None:
    visitor, account = officer
    town = office.someone(K.LOCAL_GOVERNMENT, "22210")[1].organisation.name
    with Session(office.engine) as session:
        rows = {
            one.values["facility_id"] for one in everything(session) if in_rows_of(one, K.LOCAL_GOVERNMENT, "22210")
        }
    visitor.visit(f"/admin/preview?organisation={quote(town)}")
    visitor.follow("実際の設備で表示する")
    assert f"プレビュー（{town}として表示・閲覧専用）" in visitor.page.text
    shown: set[str] = set()
    shown.update(row["設備ID"] for row in visitor.page.rows("プレビューの一覧"))
    assert shown <= rows
    assert f"{len(rows)} 件" in visitor.page.text
    outside = visitor.request("GET", f"/admin/preview/register/{register.OF_A_PERSON}?organisation={quote(town)}")
    assert outside.status_code == 404
    visitor.visit(f"/admin/preview/register/{register.TWO_AREAS}?organisation={quote(town)}")
    listed, absent, read = [*_events(office, "register:preview:list"), *_events(office, "register:preview:read")]
    assert {one.account_id for one in (listed, absent, read)} == {account.id}
    assert {one.details["as"] for one in (listed, absent, read)} == {town}
    assert (absent.outcome, read.object) == ("refused", f"facility:{register.TWO_AREAS}")


def test_a_page_on_leads_through_all_rows(office: Office, officer: tuple[Visitor, Account]) -> None:
    visitor = officer[0]
    page = visitor.visit("/admin/preview/register?kind=occto")
    first = {row["設備ID"] for row in page.rows("プレビューの一覧")}
    page = visitor.follow("次のページ")
    second = {row["設備ID"] for row in page.rows("プレビューの一覧")}
    assert len(first) == len(second) == 20
    assert not first & second


def test_a_preview_shows_the_officer_no_value_that_was_not_theirs(
    office: Office, officer: tuple[Visitor, Account]
) -> None:
    """What the previewed see and the officer does not is named, and its value is nowhere."""
    visitor = officer[0]
    office.change(lambda session: withdraw(session, "operator_name", kind=K.OWNER))
    for path in ("register", f"register/{register.TWO_AREAS}"):
        page = visitor.visit(f"/admin/preview/{path}?kind=occto")
        assert UNSEEN in page.text
        assert "みほん電力株式会社" not in page.text
    assert visitor.page.terms()["発電事業者名（事業者名・設置者名）"] == UNSEEN
    seen = office.someone(K.OCCTO)[0].visit(f"/certifications/{register.TWO_AREAS}")
    assert "みほん電力株式会社" in seen.text, "there was a value to withhold"


def test_nothing_can_be_sent_or_taken_away_from_a_preview(office: Office, officer: tuple[Visitor, Account]) -> None:
    visitor = officer[0]
    pages = ("/admin/preview?kind=occto", "/admin/preview/sample/1?kind=occto", "/admin/preview/register?kind=occto",
             f"/admin/preview/register/{register.TWO_AREAS}?kind=occto")  # fmt: skip
    for path in pages:
        page = visitor.visit(path)
        posting = [form.element for form in page.forms if form.element.get("method") == "post"]
        assert [element.get("action") for element in posting] == ["/login/sign-out"]
        assert not any(word in page.source for word in ("/export", "file=csv", "/columns", "/saved"))
        assert "プレビュー（" in page.text


def _events(office: Office, name: str) -> list[Any]:
    with Session(office.engine) as session:
        found = list(session.scalars(select(AuditEvent).where(AuditEvent.name == name).order_by(AuditEvent.number)))
        session.expunge_all()
    return found
