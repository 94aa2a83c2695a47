"""The trail and the logs: no showing without a record, and no secret in either."""

import json
import logging
from collections.abc import Callable, Iterator

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from models.audit.tables import AuditEvent
from models.organisations.kinds import OrganisationKind
from tests.blueprints.people import agree, give_code, give_password
from tests.databases.snapshot import changed, snapshot
from tests.driver.visitor import Visitor
from tests.models.accounts.people import KEY, PASSWORD, START, add_organisation, add_person, code
from tests.threats.conftest import COOKIE, Service

SHOWING = ("/certifications", "/certifications?q=みほん", "/certifications/A100008C13", "/certifications/export")
WORDS = "ひみつの検索語"
Fail = Callable[[], None]


@pytest.fixture
def break_recorder(monkeypatch: pytest.MonkeyPatch) -> Fail:
    def fail(*_arguments: object, **_more: object) -> int:
        raise OperationalError("INSERT INTO audit_events", {}, Exception("no space left on device"))

    return lambda: monkeypatch.setattr("models.access.door.record", fail)


def test_what_cannot_be_recorded_is_neither_shown_nor_handed_out(service: Service, break_recorder: Fail) -> None:
    visitor, _ = service.enter()
    shown = visitor.request("GET", SHOWING[1]).get_data(as_text=True)
    assert "A100008C13" in shown or "<table" in shown
    before = snapshot(service.engine)
    break_recorder()
    for path in SHOWING:
        response = visitor.request("GET", path)
        assert response.status_code == 503, path
        assert "A1000" not in response.get_data(as_text=True)
    data = {"csrf_token": visitor.token(), "purpose": "other", "note": "試験"}
    assert visitor.request("POST", SHOWING[3], data=data).status_code == 503
    assert changed(before, snapshot(service.engine)) == set()


@pytest.fixture
def hands() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as coordinates:
        yield coordinates


class Everything(logging.Handler):
    """Every record of every logger, with all that a formatter could write of it."""

    def __init__(self) -> None:
        super().__init__(0)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        formatter = logging.Formatter()
        traceback = formatter.formatException(record.exc_info) if record.exc_info else ""
        self.lines.append(f"{record.getMessage()} {record.__dict__!r} {traceback}")


@pytest.fixture
def logged() -> Iterator[list[str]]:
    handler, root = Everything(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)
    yield handler.lines
    root.removeHandler(handler)
    root.setLevel(level)


def test_no_secret_and_no_search_word_reaches_the_logs_nor_a_secret_the_trail(
    service: Service, hands: time_machine.Traveller, logged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Session(service.engine) as session:
        add_person(session, organisation=add_organisation(session, kind=OrganisationKind.OWNER))
    visitor, seen = Visitor(service.app), set[str]()

    def note() -> None:
        seen.update(cookie.value for cookie in visitor.cookies.values())

    visitor.visit("/account")
    wrong_password, wrong_id = "yesterday's passphrase, mistyped", "my password in the wrong field"
    visitor.submit("sign-in", login_id="hanako.sato", password=wrong_password, expect=422)
    visitor.submit("sign-in", login_id=wrong_id, password=wrong_password, expect=422)
    seen.add(visitor.token())
    give_password(visitor)
    note()
    visitor.submit("code-form", code="000000", expect=422)
    used = code()
    give_code(visitor)
    note()
    agree(visitor)
    note()
    visitor.visit(f"/certifications?q={WORDS}")
    visitor.request("GET", f"/login/password/{'t' * 43}")
    with service.app.app_context():
        from models.db import db

        db.engine.dispose()
    # Two faults on the way: one of the database, with the question as its parameter, and one of ours.
    service.change(lambda s: s.execute(text("ALTER TABLE audit_head RENAME TO audit_head_gone")))
    assert visitor.request("GET", f"/certifications?q={WORDS}").status_code in (500, 503)
    assert visitor.request(
        "POST", "/login", data={"csrf_token": visitor.token(), "login_id": "x", "password": PASSWORD}
    )
    service.change(lambda s: s.execute(text("ALTER TABLE audit_head_gone RENAME TO audit_head")))
    monkeypatch.setattr("blueprints.certifications.search.search_register", _fail)
    assert visitor.request("GET", f"/certifications?q={WORDS}").status_code == 500
    secrets = {PASSWORD, wrong_password, wrong_id, KEY, *seen}
    log = "\n".join(logged)
    assert "milliseconds" in log
    assert "Traceback" in log
    assert [secret for secret in {*secrets, WORDS, "t" * 43} if secret in log or repr(secret)[1:-1] in log] == []
    with Session(service.engine) as session:
        events = session.scalars(select(AuditEvent)).all()
        trail = "\n".join(
            json.dumps([event.object, event.details, event.login_id], ensure_ascii=False) for event in events
        )
    assert WORDS in trail, "what was searched for belongs in the trail"
    assert [secret for secret in {*secrets, used, "000000"} if secret in trail] == []
    assert COOKIE not in trail


def _fail(*_arguments: object) -> None:
    raise RuntimeError("a mistake of ours")
