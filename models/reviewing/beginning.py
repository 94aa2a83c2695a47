"""Writing down that an edition's time has come: from then on no clock takes it back (B5).

An edition that takes effect at its approval is written down there; those decided ahead by the worker, within half a
minute of their moment.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.catalogue.grants import BegunEdition, GrantsEdition, valid_editions
from models.db import SessionFactory, begin_writing, insert_or, one_transaction


def note_begun(sessions: SessionFactory, now: datetime) -> int:
    """Write down what has begun by ``now``; returns how many editions that were. Two at once do no harm."""
    with one_transaction(sessions) as session:
        if not _unnoted(session, now):
            return 0
    with one_transaction(sessions) as session:
        begin_writing(session)
        return sum(_note(session, number, now) for number in _unnoted(session, now))


def _unnoted(session: Session, now: datetime) -> list[int]:
    noted = select(BegunEdition.edition)
    begun = valid_editions().where(GrantsEdition.in_force_from <= now, GrantsEdition.number.not_in(noted))
    return [edition.number for edition in session.scalars(begun.order_by(GrantsEdition.number))]


def _note(session: Session, number: int, now: datetime) -> bool:
    row = insert_or(session, BegunEdition).values(edition=number, at=now).on_conflict_do_nothing()
    if session.execute(row.returning(BegunEdition.edition)).scalar() is None:
        return False
    name, told = f"grants-edition:{number}", {"edition": number}
    record(session, Event(EventName.GRANTS_EDITION_BEGAN, Actor.worker(), object=name, edition=number, details=told))
    return True
