"""Every version of every document as one list, shipped and published alike (M14, M15)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account
from models.lists import ListPage, ask, every_row, list_page
from models.publishing.documents import DOCUMENTS
from models.publishing.version_list import text_versions
from tests.access.people import new_account
from tests.factories.texts import publish

AHEAD = timedelta(days=30)


@pytest.fixture
def officer(session: Session) -> Account:
    account = new_account(session)
    account.person_name = "保有 花子"
    session.flush()
    return account


def listed(session: Session, **asked: str) -> ListPage[Any]:
    spec = text_versions(clock.today())
    question = ask(spec, asked)
    assert not question.ignored
    return list_page(session, spec, question)


def test_what_is_shipped_is_listed_whole_and_one_version_of_each_is_in_force(session: Session) -> None:
    known = {(name, one.version) for name, document in DOCUMENTS.items() for one in document.versions(session)}
    rows = listed(session, size="100").rows
    assert {(one.document, one.version) for one in rows} == known
    assert len({one.number for one in rows}) == len(rows) == len(known)
    in_force = [one.document for one in listed(session, state="in_force").rows]
    assert sorted(in_force) == sorted(DOCUMENTS)
    assert listed(session, origin="published").total == 0


def test_a_published_version_is_found_by_whoever_stands_behind_it_and_by_its_day(
    session: Session, officer: Account
) -> None:
    before = listed(session).total
    day = clock.today() + AHEAD
    row = publish(session, officer, "terms", day)
    publish(session, officer, "privacy", day, draft=True)
    [found] = listed(session, person="花子").rows
    assert (found.document, found.version, found.state, found.sha256) == ("terms", day, "coming", row.sha256)
    assert listed(session).total == before + 1, "a draft is no version yet"
    assert listed(session, since=day.isoformat(), until=day.isoformat()).total == 1
    assert listed(session, origin="shipped").total == before
    assert next(iter(listed(session).rows)).document == "terms", "what comes last stands first"


def test_of_two_versions_of_one_day_the_published_one_is_listed(session: Session, officer: Account) -> None:
    before, shipped = listed(session).total, DOCUMENTS["terms"].shipped()[-1]
    publish(session, officer, "terms", shipped.version)
    assert listed(session).total == before
    [found] = listed(session, origin="published").rows
    assert (found.document, found.version, found.state) == ("terms", shipped.version, "in_force")


@pytest.mark.parametrize("sort", ["version", "document", "state", "published", "proposer", "approver"])
def test_pages_together_are_the_list(session: Session, officer: Account, sort: str) -> None:
    for days in range(1, 11):
        publish(session, officer, "terms", clock.today() + timedelta(days=days))
    spec = text_versions(clock.today())
    asked, found = {"sort": sort, "size": "20"}, []
    while True:
        page = list_page(session, spec, ask(spec, asked))
        found += [one.number for one in page.rows]
        if page.following is None:
            break
        name, value = page.following.parameter()
        asked[name] = value
    assert len(found) == page.total > 20
    assert found == [one.number for one in every_row(session, spec, ask(spec, {"sort": sort}))]
