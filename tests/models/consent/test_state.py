"""How far consent has come, counted by the database and once more by hand (M15)."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from models import clock
from models.accounts import sessions
from models.accounts.account import Account, AccountState
from models.accounts.visit import Visit
from models.consent import state
from models.consent.asked import texts_asked
from models.consent.record import Consent
from models.lists import ask, every_row, list_page
from models.organisations.kinds import OrganisationKind, Standing
from models.organisations.organisation import Organisation
from tests.access.people import new_account
from tests.factories.texts import publish

KINDS = (OrganisationKind.GRID_OPERATOR, OrganisationKind.BUREAU, OrganisationKind.MINISTRY)
NEW = date(2026, 5, 20)


@dataclass
class Counted:
    """What a person with a pencil would note of one organisation."""

    people: int = 0
    current: int = 0
    last: object = None


def consent(session: Session, account: Account, kind: OrganisationKind, on: date, **other: str) -> Consent:
    """A consent to what was in force for a kind on a day."""
    versions, sha256 = texts_asked(session, on)[kind]
    sign_in = sessions.begin(session, account.id, Visit(), "", clock.now())[1]
    values = {"terms_version": versions.terms.isoformat(), "privacy_version": versions.privacy.isoformat()} | other
    made = Consent(
        occasion=f"session:{sign_in.id}",
        account_id=account.id,
        login_id=account.login_id,
        person_name=account.person_name,
        organisation_id=account.organisation_id,
        organisation=account.organisation.name,
        kind=kind.value,
        version=versions.items.isoformat(),
        text_sha256=sha256,
        boxes=[],
        given_at=clock.now(),
        address="",
        session_id=sign_in.id,
        **values,
    )
    session.add(made)
    session.flush()
    return made


def colleague(session: Session, head: Account, login_id: str = "") -> Account:
    """One more person in somebody's organisation."""
    made = new_account(session, kind=head.organisation.kind, login_id=login_id)
    own, made.organisation = made.organisation, head.organisation
    session.flush()
    session.delete(own)
    session.flush()
    return made


@pytest.fixture
def offices(session: Session, hands: time_machine.Traveller) -> dict[str, Counted]:
    """Nine organisations with people of every state and consents of every age, and what there is to be counted."""
    made_up, counted = random.Random(7), {}
    first = new_account(session, kind=OrganisationKind.AUDITOR)
    counted[first.organisation.name] = Counted(1)
    for document in ("consent:grid_operator", "terms"):
        publish(session, first, document, NEW)
    for place in range(9):
        kind = KINDS[place % 3]
        head = new_account(session, kind=kind)
        head.state_code = AccountState.STOPPED.value
        noted = counted[head.organisation.name] = Counted()
        for number in range(made_up.randrange(6)):
            person = colleague(session, head)
            person.state_code = made_up.choice([*AccountState]).value
            may = person.state in {AccountState.ISSUED, AccountState.ACTIVE}
            days = made_up.sample([date(2026, 5, 11), NEW], made_up.randrange(3))
            for day in sorted(days):
                hands.shift(timedelta(minutes=1 + number))
                kept = consent(session, person, kind, day)
                if may:
                    noted.last = max(filter(None, (noted.last, kept.given_at)))
            noted.people += may
            noted.current += may and NEW in days
    session.commit()
    return counted


def test_the_list_is_what_a_recount_finds(session: Session, offices: dict[str, Counted]) -> None:
    spec = state.organisations_consent(session, NEW)
    rows = {row.name: row for row in every_row(session, spec, ask(spec, {}))}
    found = {name: Counted(row.people, row.current, row.last) for name, row in rows.items() if name in offices}
    assert found == offices
    assert all(row.missing == row.people - row.current for row in rows.values())
    assert all(row.percent == (row.current * 100 // row.people if row.people else 100) for row in rows.values())
    assert sum(one.current for one in offices.values()) > 0
    assert sum(one.people - one.current for one in offices.values()) > 0


def test_before_the_new_versions_everybody_who_agreed_is_up_to_date(
    session: Session, offices: dict[str, Counted]
) -> None:
    person = new_account(session, kind=OrganisationKind.BUREAU)
    consent(session, person, OrganisationKind.BUREAU, NEW - timedelta(days=1))
    for day, current in ((NEW - timedelta(days=1), 1), (NEW, 0)):
        spec = state.organisations_consent(session, day)
        [row] = list_page(session, spec, ask(spec, {"q": person.organisation.name})).rows
        assert (row.people, row.current) == (1, current)


def test_it_is_one_statement_for_all_organisations(session: Session, offices: dict[str, Counted]) -> None:
    statements: list[str] = []
    spec = state.organisations_consent(session, NEW)
    event.listen(session.get_bind(), "before_cursor_execute", lambda *given: statements.append(given[2]))
    page = list_page(session, spec, ask(spec, {}))
    assert len(page.rows) == len(offices)
    assert len(statements) == 2, "one counts the rows, one reads them"


@pytest.mark.parametrize("sort", ["name", "people", "missing", "percent", "last", "-last"])
def test_every_order_pages_through_all_of_them(session: Session, offices: dict[str, Counted], sort: str) -> None:
    for number in range(25):
        new_account(session, kind=OrganisationKind.MINISTRY, login_id=f"more-{number}")
    spec = state.organisations_consent(session, NEW)
    given, seen = {"sort": sort, "size": "20"}, []
    for _ in range(3):
        page = list_page(session, spec, ask(spec, given))
        seen += [row.id for row in page.rows]
        if page.following is None:
            break
        name, value = page.following.parameter()
        given = {"sort": sort, "size": "20", name: value}
    assert seen == [row.id for row in every_row(session, spec, ask(spec, {"sort": sort}))]
    assert len(seen) == len(set(seen)) == page.total == 35


def test_those_who_are_not_all_up_to_date_are_found(session: Session, offices: dict[str, Counted]) -> None:
    spec = state.organisations_consent(session, NEW)
    found = {row.name for row in every_row(session, spec, ask(spec, {"complete": "no"}))}
    assert found == {name for name, one in offices.items() if one.current < one.people}
    found = {row.name for row in every_row(session, spec, ask(spec, {"complete": "yes", "kind": "bureau"}))}
    assert found == {name for name, one in offices.items() if one.current == one.people and "経済産業局" in name}


def test_a_consent_for_another_kind_or_to_other_terms_is_not_current(session: Session) -> None:
    person = new_account(session, kind=OrganisationKind.MINISTRY)
    consent(session, person, OrganisationKind.BUREAU, NEW)
    consent(session, person, OrganisationKind.MINISTRY, NEW, terms_version="")
    spec = state.people_consent(session, person.organisation, NEW)
    [row] = list_page(session, spec, ask(spec, {})).rows
    assert (row.current, row.terms_version) == (0, "")
    consent(session, person, OrganisationKind.MINISTRY, NEW)
    [row] = list_page(session, spec, ask(spec, {})).rows
    assert (row.current, row.version) == (1, "2026-04-01")


def test_people_are_listed_with_their_last_consent_and_those_without_any_too(
    session: Session, hands: time_machine.Traveller
) -> None:
    agreed = new_account(session, kind=OrganisationKind.GRID_OPERATOR, login_id="agreed")
    for _ in range(2):
        hands.shift(60)
        last = consent(session, agreed, OrganisationKind.GRID_OPERATOR, NEW)
    colleague(session, agreed, "newcomer")
    gone = colleague(session, agreed, "gone")
    gone.state_code = AccountState.STRUCK_OFF.value
    spec = state.people_consent(session, agreed.organisation, NEW)
    rows = list_page(session, spec, ask(spec, {"sort": "-last"})).rows
    assert [(row.login_id, row.current, row.given_at) for row in rows] == [
        ("agreed", 1, last.given_at),
        ("newcomer", 0, None),
    ]


def test_a_closed_organisation_is_not_listed(session: Session) -> None:
    person = new_account(session, kind=OrganisationKind.MINISTRY)
    person.organisation.standing_code = Standing.CLOSED.value
    spec = state.organisations_consent(session, NEW)
    assert list_page(session, spec, ask(spec, {})).total == 0
    assert session.scalars(select(Organisation)).all()
