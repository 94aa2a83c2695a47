"""Sessions at the edge: whose cookie it is, what ends it, and what a file on its way makes of that."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, AccountState
from models.accounts.sign_in_session import Rung, SignInSession
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.organisations.kind_standing import KindStanding
from models.organisations.kinds import OrganisationKind, Standing
from models.organisations.organisation import Organisation
from tests.access.people import SignedInPerson
from tests.databases.recipes import HOST
from tests.driver.visitor import Visitor
from tests.factories.editions import withdraw
from tests.threats.conftest import COOKIE, Service


def count(session: Session, name: EventName) -> int:
    return session.scalar(select(func.count()).where(AuditEvent.name == name.value)) or 0


def test_a_cookie_planted_before_signing_in_opens_nothing_afterwards(service: Service) -> None:
    _, person = service.enter(rung=Rung.PASSWORD)
    planted = "a" * 43
    attacker = Visitor(service.app)
    attacker.client.set_cookie(COOKIE, planted, domain=HOST, secure=True, httponly=True)
    assert attacker.visit("/account").heading == "サインイン"
    with Session(service.engine) as session:
        stored = session.get_one(SignInSession, person.sign_in.id).token_hash
    # What the database holds is no cookie either: a stolen copy opens nothing.
    attacker.client.set_cookie(COOKIE, stored, domain=HOST, secure=True, httponly=True)
    assert attacker.visit("/account").heading == "サインイン"


def test_two_session_cookies_at_once_are_one_person_at_most(service: Service) -> None:
    visitor, one = service.enter()
    _, other = service.enter(OrganisationKind.OWNER, "")
    headers = {"Cookie": f"{COOKIE}={one.token}; {COOKIE}={other.token}", "User-Agent": visitor.browser}
    client = service.app.test_client(use_cookies=False)
    page = client.get("/", base_url=visitor.base, headers=headers).get_data(as_text=True)
    names = [person.account.organisation.name in page for person in (one, other)]
    assert names.count(True) == 1


def account_of(person: SignedInPerson, **values: object) -> Callable[[Session], object]:
    return lambda session: session.execute(update(Account).where(Account.id == person.account.id).values(values))


def organisation_of(person: SignedInPerson, **values: object) -> Callable[[Session], object]:
    changed = update(Organisation).where(Organisation.id == person.account.organisation_id).values(values)
    return lambda session: session.execute(changed)


def kind_of(person: SignedInPerson, **values: object) -> Callable[[Session], object]:
    changed = update(KindStanding).where(KindStanding.kind_code == person.account.organisation.kind_code).values(values)
    return lambda session: session.execute(changed)


def test_a_person_moved_to_another_area_sees_only_that_one_from_the_next_request_on(service: Service) -> None:
    visitor, person = service.enter(OrganisationKind.LOCAL_GOVERNMENT, "13")
    assert "A100008C13" in visitor.visit("/certifications?q=A100008C13", expect=200).source
    service.change(organisation_of(person, scope_code="47"))
    assert visitor.request("GET", "/certifications/A100008C13").status_code == 404
    assert visitor.request("GET", "/certifications/A100010I47").status_code == 200
    for nothing in (None, "", "%", "99", "47 OR 1=1", "*"):
        service.change(organisation_of(person, scope_code=nothing))
        assert visitor.request("GET", "/certifications/A100010I47").status_code == 404, nothing


def test_a_role_taken_away_counts_at_the_next_request(service: Service) -> None:
    visitor, person = service.enter(OrganisationKind.OWNER, "")
    visitor.visit("/certifications")
    service.change(account_of(person, role_code="system_manager"))
    assert visitor.request("GET", "/certifications").status_code == 403
    assert visitor.request("GET", "/certifications", headers={"HX-Request": "true"}).get_data() == b""


ENDINGS: dict[str, Callable[[SignedInPerson], Callable[[Session], object]]] = {
    "stopped": lambda person: account_of(person, state_code=AccountState.STOPPED.value),
    "barred": lambda person: organisation_of(person, standing_code=Standing.BARRED.value),
    "kind stopped": lambda person: kind_of(person, stopped_at=clock.now()),
    "roll-call unanswered": lambda person: account_of(person, roll_call_due_at=clock.now()),
    "first day not reached": lambda person: account_of(person, starts_on=clock.today() + timedelta(days=1)),
    "last day passed": lambda person: account_of(person, ends_on=clock.today() - timedelta(days=1)),
    "another area": lambda person: organisation_of(person, scope_code="01"),
    "role": lambda person: account_of(person, role_code="auditor"),
    "signed out": lambda person: (
        lambda session: session.execute(
            update(SignInSession).where(SignInSession.id == person.sign_in.id).values(ended_at=func.now())
        )
    ),
    "an item withdrawn": lambda _person: lambda session: withdraw(session, "operator_name"),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_on_its_way_is_cut_at_the_next_batch_and_the_part_sent_is_recorded(
    service: Service, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.certifications.extract.ROWS_AT_A_TIME", 2)
    monkeypatch.setattr("models.certifications.extract.BATCHES_A_CHECK", 1)
    visitor, person = service.enter(OrganisationKind.BUREAU, "C")
    data = {"csrf_token": visitor.token(), "purpose": "other", "note": "試験", "format": "csv"}
    response = service.app.test_client(use_cookies=False).post(
        "/certifications/export",
        base_url=visitor.base,
        data=data,
        headers={
            "Cookie": "; ".join(f"{name}={cookie.value}" for name, cookie in visitor.cookies.items()),
            "Referer": visitor.base + "/",
            "User-Agent": visitor.browser,
        },
        buffered=False,
    )
    assert response.status_code == 200
    pieces = iter(response.response)
    assert "ファイル番号" in next(pieces).decode()
    next(pieces)
    service.change(ENDINGS[ending](person))
    sent = []
    with pytest.raises(Exception, match="書き出しを中止"):
        sent.extend(pieces)
    response.close()
    assert sent == []
    with Session(service.engine) as session:
        end = session.scalars(select(AuditEvent).where(AuditEvent.name == EventName.EXPORT_ENDED.value)).one()
    assert (end.outcome, end.details["why"]) == ("failed", "rights changed")
    assert end.details["rows"] == 2


def test_a_reader_who_hangs_up_leaves_a_record_of_how_far_the_file_came(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.certifications.extract.ROWS_AT_A_TIME", 2)
    visitor, _ = service.enter(OrganisationKind.BUREAU, "C")
    data = {"csrf_token": visitor.token(), "purpose": "other", "note": "試験", "format": "csv"}
    response = visitor.request("POST", "/certifications/export", data=data, buffered=False)
    pieces = iter(response.response)
    next(pieces)
    next(pieces)
    response.close()
    with Session(service.engine) as session:
        end = session.scalars(select(AuditEvent).where(AuditEvent.name == EventName.EXPORT_ENDED.value)).one()
        assert end.details["why"] == "broken off"
        assert (
            end.details["rows"]
            < session.scalars(select(AuditEvent).where(AuditEvent.name == EventName.CERTIFICATIONS_EXPORTED.value))
            .one()
            .details["total"]
        )


def test_asking_for_the_head_of_a_file_makes_none(service: Service) -> None:
    visitor, _ = service.enter()
    assert visitor.request("HEAD", "/certifications/export").status_code == 200
    with Session(service.engine) as session:
        assert count(session, EventName.CERTIFICATIONS_EXPORTED) == 0
        assert count(session, EventName.CERTIFICATIONS_LISTED) == 0


@pytest.mark.parametrize(
    ("address", "browser"),
    [("203.0.113.9", "Visitor/1.0"), ("127.0.0.1", "Elsewhere/2.0")],
    ids=["network", "browser"],
)
def test_a_copied_cookie_opens_nothing_without_a_fresh_code_and_is_recorded(
    service: Service, address: str, browser: str
) -> None:
    visitor, person = service.enter()
    assert visitor.request("GET", "/certifications").status_code == 200
    thief = Visitor(service.app, address=address, browser=browser)
    thief.client.set_cookie(COOKIE, person.token, domain=HOST, secure=True, httponly=True)
    refused = thief.request("GET", "/certifications")
    assert (refused.status_code, refused.headers["Location"].partition("?")[0]) == (303, "/login/step-up")
    page = thief.visit("/login/step-up")
    assert "違うブラウザーまたはネットワーク" in page.text
    assert person.account.person_name not in page.source
    assert thief.follow("はじめからサインインする").heading == "サインイン"
    with Session(service.engine) as session:
        told = [event.details for event in session.scalars(select(AuditEvent)) if event.name == "access:page:refuse"]
    assert [details["why"] for details in told] == ["elsewhere"]
    assert visitor.request("GET", "/certifications").status_code == 200
