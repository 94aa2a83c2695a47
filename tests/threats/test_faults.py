"""What fails underneath: the database gone, locked, read-only, replaced, broken. Nothing is shown, nothing made up."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, text
from werkzeug.test import TestResponse

import models.db
from tests.driver.visitor import Visitor
from tests.threats.conftest import Service
from tests.threats.test_http import has_both_links

PAGES = ("/", "/certifications?q=みほん", "/certifications/A100008C13", "/account", "/readyz")


def is_sqlite(service: Service) -> bool:
    return service.engine.dialect.name == "sqlite"


def path_of(service: Service) -> Path:
    return Path(service.engine.url.database or "")


@contextmanager
def moved_away(service: Service) -> Iterator[None]:
    """The file is lost; on PostgreSQL, every connection is cut and none is let in."""
    if is_sqlite(service):
        path, aside = path_of(service), path_of(service).with_suffix(".aside")
        path.rename(aside)
        yield
        assert not path.exists(), "an empty new database was made"
        aside.rename(path)
        return
    name = service.engine.url.database
    service.engine.dispose()
    outside = create_engine(service.engine.url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with outside.connect() as connection:
        connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'))
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :n"), {"n": name}
        )
    try:
        yield
    finally:
        with outside.connect() as connection:
            connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'))
        outside.dispose()


@contextmanager
def locked(service: Service) -> Iterator[None]:
    """Somebody else has the turn to write and does not give it back."""
    with service.engine.connect() as other:
        if is_sqlite(service):
            other.exec_driver_sql("UPDATE audit_head SET id = 1")
        else:
            other.exec_driver_sql("LOCK TABLE audit_head IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


def refused(response: TestResponse) -> bool:
    if response.mimetype == "text/plain":
        return response.status_code == 503
    return response.status_code == 503 and has_both_links(response)


def test_a_lost_database_is_said_to_be_lost_and_never_replaced_by_an_empty_one(service: Service) -> None:
    visitor, _ = service.enter()
    service.engine.dispose()
    with moved_away(service):
        for path in PAGES:
            assert refused(visitor.request("GET", path)), path
        token = {"csrf_token": visitor.token()}
        assert refused(visitor.request("POST", "/login", data={**token, "login_id": "a", "password": "p" * 20}))
        assert "新しい版があるかどうかを確かめられません" in Visitor(service.app).visit("/terms").text
        assert refused(visitor.request("GET", "/account"))
        assert visitor.visit("/privacy").heading, "also for somebody whose session cannot be looked up"
    assert visitor.visit("/certifications").heading, "it recovers without a restart"


def test_nothing_is_shown_while_nothing_can_be_recorded(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models.db, "BUSY_MILLISECONDS", 50)
    visitor, _ = service.enter()
    with service.app.app_context():
        models.db.db.engine.dispose()
    with locked(service):
        for path in PAGES[1:3]:
            response = visitor.request("GET", path)
            assert refused(response), path
            assert "みほん" not in response.get_data(as_text=True)
        token = {"csrf_token": visitor.token()}
        assert refused(visitor.request("POST", "/login/sign-out", data=token))
    assert visitor.visit("/certifications").heading


def test_a_database_that_takes_no_writes_shows_nothing_either(service: Service) -> None:
    visitor, _ = service.enter()
    with service.app.app_context():
        engine = models.db.db.engine
        engine.dispose()
    refusing = "PRAGMA query_only = ON" if is_sqlite(service) else "SET default_transaction_read_only = on"

    def read_only(connection: object, _record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        cursor.execute(refusing)
        cursor.close()
        if not is_sqlite(service):
            connection.commit()  # type: ignore[attr-defined]

    event.listen(engine, "connect", read_only)
    for path in PAGES[1:3]:
        assert refused(visitor.request("GET", path)), path
    event.remove(engine, "connect", read_only)
    engine.dispose()
    assert visitor.visit("/certifications").heading


def test_a_database_replaced_underneath_is_noticed_at_the_next_request(service: Service) -> None:
    """Whatever lies in the place of the file (a restored backup) is the database; the old one gets nothing more."""
    if not is_sqlite(service):
        return  # a server's own affair: its clients cannot see its files
    visitor, person = service.enter()
    service.engine.dispose()
    path = path_of(service)
    before = path.read_bytes()
    with service.app.app_context(), models.db.db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    visitor.visit("/account")
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.write_bytes(b"this is no database at all, but it has a length" * 100)
    assert refused(visitor.request("GET", "/account"))
    path.unlink()
    path.write_bytes(before)
    assert visitor.request("GET", "/account").status_code in (200, 303), person.account.login_id
