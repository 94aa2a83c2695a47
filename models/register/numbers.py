"""The turn to write to the register, the register's version, and row numbers taken before their rows are written."""

import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import String, func, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.db import Base, begin_writing

_WRITERS_LOCK = 7_305_271_120
"""The one lock of writers of the register on PostgreSQL; its value only has to differ from other locks'."""

Waiting = Callable[[], object]
"""Told, once, that somebody else is at work."""


def _silent() -> None:
    """Nobody is to be told."""


class RegisterVersion(Base):
    """A mark that every writer of the register, or of what follows from it, replaces by a new one: one row.

    A difference that was worked out against one version is true of no other. Marks are drawn, not counted: a register
    that was restored from a backup and went another way never comes to a version it had before.
    """

    __tablename__ = "register_version"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mark: Mapped[str] = mapped_column(String(32))


FIRST_VERSION = f"INSERT INTO {RegisterVersion.__tablename__} (id, mark) VALUES (1, '')"  # noqa: S608  # a constant


def version(session: Session) -> str:
    """The version this transaction sees."""
    return session.scalars(select(RegisterVersion.mark)).one()


def move_version(session: Session) -> None:
    """Say that the register is another one from now on. Only for the one who has the turn."""
    session.execute(update(RegisterVersion).values(mark=secrets.token_hex(16)))


def take_turn(session: Session, waiting: Waiting = _silent) -> None:
    """Wait until no other writer of the register is at work, however long that takes; the turn ends with the
    transaction. ``waiting`` is told when there is somebody to wait for.
    """
    if session.get_bind().dialect.name == "sqlite":
        _take_sqlite_turn(session, waiting)
    elif not session.scalar(select(func.pg_try_advisory_xact_lock(_WRITERS_LOCK))):
        waiting()
        patience = session.scalar(select(func.current_setting("lock_timeout")))
        session.execute(select(func.set_config("lock_timeout", "0", True)))
        session.execute(select(func.pg_advisory_xact_lock(_WRITERS_LOCK)))
        session.execute(select(func.set_config("lock_timeout", patience, True)))


def _take_sqlite_turn(session: Session, waiting: Waiting) -> None:
    told = False
    while True:
        try:
            begin_writing(session)
        except OperationalError as error:
            session.rollback()
            if getattr(error.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_BUSY:
                raise
            if not told:
                waiting()
            told = True
        else:
            return


@dataclass(slots=True)
class Numbers:
    """Unused row numbers, for rows that are written later or never.

    They stay unused as long as the register keeps its version.
    """

    session: Session
    _last: dict[str, int] = field(default_factory=dict)

    def take(self, table: type[Base], count: int) -> range | list[int]:
        """``count`` unused values of the table's ``id``."""
        name = table.__tablename__
        if self.session.get_bind().dialect.name != "sqlite":
            statement = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
            return list(self.session.scalars(statement, {"name": name, "count": count}))
        if name not in self._last:
            self._last[name] = self.session.scalar(text(f"SELECT coalesce(max(id), 0) FROM {name}")) or 0  # noqa: S608
        first = self._last[name] + 1
        self._last[name] += count
        return range(first, first + count)
