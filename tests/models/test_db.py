"""Moments in UTC, JSON values, and taking the turn to write, alike on both systems."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, create_engine, event, select, text, update
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from models.audit.tables import AuditHead
from models.catalogue.grants import Grant, GrantsEdition
from models.db import begin_writing, changed_rows, insert_or
from models.organisations.organisation import Organisation
from models.settings import Settings
from tests.economy import leave_writing_to_the_system

MOMENT = datetime(2026, 5, 11, 1, 2, 3, 456_789, UTC)


def edition(number: int = 1, moment: datetime | None = MOMENT) -> GrantsEdition:
    return GrantsEdition(number=number, in_force_from=moment, proposal=True, note="x")


def organisation(**values: object) -> Organisation:
    return Organisation(kind_code="owner", name="みほん", scope_code=None, created_at=MOMENT, **values)


def test_a_moment_comes_back_to_the_microsecond_in_utc(session: Session) -> None:
    session.add_all([edition(1), edition(2, MOMENT.astimezone(timezone(timedelta(hours=9)))), edition(3, None)])
    session.commit()
    session.expire_all()
    found = session.scalars(select(GrantsEdition.in_force_from).order_by(GrantsEdition.number)).all()
    assert found == [MOMENT, MOMENT, None]
    assert found[1] is not None
    assert found[1].utcoffset() == timedelta()


def test_a_moment_without_a_time_zone_is_refused_rather_than_guessed(session: Session) -> None:
    session.add(edition(moment=MOMENT.replace(tzinfo=None)))
    with pytest.raises(StatementError, match="time zone"):
        session.flush()


def test_json_comes_back_as_it_was(session: Session) -> None:
    session.add(organisation(laws=["11", "02", "é𠮷"]))
    session.commit()
    session.expire_all()
    assert session.scalars(select(Organisation.laws)).one() == ["11", "02", "é𠮷"]


def test_what_refers_to_nothing_is_refused(session: Session) -> None:
    with pytest.raises(IntegrityError):
        session.execute(
            insert_or(session, Grant).values(
                edition=9,
                attribute="owner",
                item="x",
                ground="duty",
                reference="x",
                reviewer="x",
                reviewed_on=MOMENT.date(),
            )
        )


def test_a_change_says_how_many_rows_it_changed(session: Session) -> None:
    session.add_all([organisation(), Organisation(kind_code="owner", name="べつ", scope_code=None, created_at=MOMENT)])
    session.flush()
    assert changed_rows(session, update(Organisation).values(scope_code="y")) == 2
    assert changed_rows(session, update(Organisation).where(Organisation.id == 9).values(scope_code="z")) == 0


def test_two_who_read_and_then_write_wait_for_each_other(settings: Settings) -> None:
    """Without the turn to write, SQLite fails the second writer at once, whatever its patience."""
    engine = create_engine(settings.database)
    start, failures = threading.Barrier(4), []

    def count_up() -> None:
        start.wait()
        for _ in range(10):
            try:
                with Session(engine) as own:
                    own.scalar(select(AuditHead.number))
                    begin_writing(own)
                    statement = select(AuditHead.number).with_for_update()
                    own.execute(update(AuditHead).values(number=own.scalars(statement).one() + 1))
                    own.commit()
            except Exception as error:  # noqa: BLE001  # whatever it is, the test tells
                failures.append(error)

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Session(engine) as own:
        assert own.scalar(select(AuditHead.number)) == 40
    engine.dispose()
    assert failures == []


def test_the_turn_ends_with_the_transaction(session: Session) -> None:
    begin_writing(session)
    begin_writing(session)
    session.add(edition())
    session.rollback()
    assert session.scalars(select(GrantsEdition.number)).all() == []
    begin_writing(session)
    session.add(edition())
    session.commit()
    assert session.scalars(select(GrantsEdition.number)).all() == [1]


def test_sqlite_keeps_what_was_committed_through_a_power_cut(session: Session) -> None:
    if session.get_bind().dialect.name != "sqlite":
        # PostgreSQL decides this in its own configuration, which is the administrator's.
        return
    event.remove(Engine, "connect", leave_writing_to_the_system)
    try:
        settings = {
            name: session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    finally:
        event.listen(Engine, "connect", leave_writing_to_the_system)
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
