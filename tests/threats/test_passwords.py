"""Whether an ID exists cannot be learnt: the same answer after the same work, whatever is typed into the fields."""

from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy.orm import Session

from models.accounts import passwords
from models.accounts.account import AccountState
from tests.databases.snapshot import changed, snapshot
from tests.driver.fingerprint import fingerprint
from tests.driver.visitor import Visitor
from tests.models.accounts.people import PASSWORD, START, add_person
from tests.threats.conftest import Service

IDS = (
    "hanako.sato", "nobody.here", "stopped.one", "new.comer", "hanako\0sato", "\0", "\x1b[2J", "ＨＡＮＡＫＯ",
    "a" * 3000,
    "\u202ehanako", "' OR 1=1 --", "%",
)  # fmt: skip
TYPED = ("not the password", "", " ", "p" * 15, "p" * 129, "p" * 10_000, "\0" * 20, "\U0001f600" * 20)


@pytest.fixture(autouse=True)
def hands() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def peopled(empty_service: Service) -> Service:
    with Session(empty_service.engine) as session:
        first = add_person(session)
        add_person(session, "stopped.one", first.organisation, state=AccountState.STOPPED)
        add_person(session, "new.comer", first.organisation, state=AccountState.ISSUED, credentials=False)
    return empty_service


def masked(login_id: str, visitor: Visitor) -> object:
    """The answer without the ID, which the form rightly gives back to whoever typed it."""
    status, headers, body = fingerprint(visitor.response)
    at = body.find(b'name="login_id"')
    end = body.find(b">", at)
    kept = tuple(pair for pair in headers if pair[0] != "content-length")
    return status, kept, body[:at] + body[end:] if at >= 0 else body, sorted(visitor.cookies)


def test_every_wrong_pair_is_answered_alike_by_the_same_number_of_hashes(
    peopled: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[int] = []
    hasher = passwords._hasher

    class Counting:
        """Counts what is worked out."""

        def verify(self, kept: str, given: str) -> bool:
            hashed.append(len(kept))
            return hasher.verify(kept, given)

        def hash(self, given: str) -> str:
            return hasher.hash(given)

        def check_needs_rehash(self, kept: str) -> bool:
            return hasher.check_needs_rehash(kept)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    for typed in (TYPED[0], TYPED[5]):
        answers, work = set(), set()
        for number, login_id in enumerate(IDS):
            visitor = Visitor(peopled.app, address=f"198.51.100.{number}")
            visitor.visit("/login")
            hashed.clear()
            visitor.request(
                "POST", "/login", data={"csrf_token": visitor.token(), "login_id": login_id, "password": typed}
            )
            answers.add(repr(masked(login_id, visitor)))
            work.add(len(hashed))
        assert work == {1}
        assert len(answers) == 1


def test_a_reset_is_answered_alike_and_writes_alike_for_whatever_is_typed(peopled: Service) -> None:
    answers, written = set(), set()
    for number, login_id in enumerate(IDS):
        visitor = Visitor(peopled.app, address=f"198.51.100.{number}")
        visitor.visit("/login/password/reset")
        before = snapshot(peopled.engine)
        visitor.request("POST", "/login/password/reset", data={"csrf_token": visitor.token(), "login_id": login_id})
        answers.add(repr(masked(login_id, visitor)))
        touched = changed(before, snapshot(peopled.engine))
        written.add(frozenset(touched - {"one_time_links"}))
    assert len(answers) == 1
    assert len(written) == 1


def test_nothing_typed_as_a_password_makes_the_service_fail(peopled: Service) -> None:
    for number, typed in enumerate(TYPED):
        visitor = Visitor(peopled.app, address=f"198.51.100.{number}")
        visitor.visit("/login")
        data = {"csrf_token": visitor.token(), "login_id": "nobody", "password": typed}
        assert visitor.request("POST", "/login", data=data).status_code == 422


def test_a_link_that_leads_nowhere_does_not_keep_anybody_out(peopled: Service) -> None:
    visitor = Visitor(peopled.app)
    visitor.visit("/login?next=/%00%0d%0a")
    data = {"csrf_token": visitor.token(), "login_id": "hanako.sato", "password": PASSWORD}
    assert visitor.request("POST", "/login?next=/%00%0d%0a", data=data).status_code == 303
