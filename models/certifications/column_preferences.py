"""Which columns a person wants to see when a list names none: their own choice, in their own order.

Not recorded in the trail: it changes what its owner looks at first, and nothing anybody may see. What is kept are keys
of items; each use takes those that are visible then.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, bindparam, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import clock
from models.access.viewer import Viewer
from models.catalogue.item import Item
from models.db import Base, begin_writing, insert_or
from models.words import words


class ColumnPreference(Base):
    """The keys of the columns an account wants, in order."""

    __tablename__ = "column_preferences"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True, autoincrement=False)
    columns: Mapped[list[Any]]
    chosen_at: Mapped[datetime]


# Every list asks this: made once, it is compiled once.
_PREFERRED = select(ColumnPreference.columns).where(ColumnPreference.account_id == bindparam("account"))


def preferred_columns(session: Session, viewer: Viewer) -> tuple[str, ...]:
    """The keys of the columns to begin with: the remembered ones, else the standard ones."""
    found = session.connection().scalar(_PREFERRED, {"account": viewer.actor.account_id})
    return tuple(found) if found else words().columns


def remember_columns(session: Session, viewer: Viewer, columns: Sequence[Item]) -> None:
    """Begin with these columns from now on. The standard ones are not a choice, and leave nothing to remember."""
    keys = [item.key for item in columns]
    begin_writing(session)
    if keys == [item.key for item in viewer.items.all_of(words().columns)]:
        session.execute(delete(ColumnPreference).where(ColumnPreference.account_id == viewer.actor.account_id))
        return
    values = {"account_id": viewer.actor.account_id, "columns": keys, "chosen_at": clock.now()}
    statement = insert_or(session, ColumnPreference).values(values)
    changed = {"columns": statement.excluded["columns"], "chosen_at": statement.excluded.chosen_at}
    session.execute(statement.on_conflict_do_update(index_elements=[ColumnPreference.account_id], set_=changed))
