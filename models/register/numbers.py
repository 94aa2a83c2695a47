"""Row numbers taken ahead of a batch, so that the rows that belong together are written without asking back."""

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from models.db import Base, begin_writing

_IMPORT_LOCK = 7_305_271_120
"""The one lock of writers of the register on PostgreSQL; its value only has to differ from other locks'."""


def take_turn(session: Session) -> None:
    """Wait until no other writer of the register is at work; the turn ends with the transaction."""
    begin_writing(session)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_IMPORT_LOCK)))


def take_numbers(session: Session, table: type[Base], count: int) -> range | list[int]:
    """``count`` unused values of the table's ``id``. Only for the one who has the turn."""
    name = table.__tablename__
    if session.get_bind().dialect.name == "sqlite":
        last = session.scalar(text(f"SELECT coalesce(max(id), 0) FROM {name}")) or 0  # noqa: S608
        return range(last + 1, last + 1 + count)
    statement = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
    return list(session.scalars(statement, {"name": name, "count": count}))
