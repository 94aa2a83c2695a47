"""What the worker does for the trail: a checkpoint a day, the whole trail verified once a week (B3)."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from models import clock
from models.access.snapshot import FROZEN
from models.audit.actor import Actor
from models.audit.checkpoints import CheckpointBook, write_daily
from models.auditing.verifying import conclude, newest_verification, verified
from models.db import SessionFactory, one_transaction
from models.mail.outgoing import Outgoing

VERIFIED_EVERY = timedelta(days=7)


def look_after_trail(sessions: SessionFactory, outgoing: Outgoing, book: CheckpointBook) -> None:
    """Write today's checkpoint, and verify the trail where that is due: at once when a checkpoint contradicts it.

    The trail is read as it stood at one moment, without keeping anybody from writing. Two at once do no harm.
    """
    contradiction = write_daily(sessions, book)
    with sessions() as session:
        due = _is_due(session, contradicted=bool(contradiction))
    if not due:
        return
    with sessions() as session:
        session.connection(execution_options=dict(FROZEN[session.get_bind().dialect.name]))
        found = verified(session, book)
    if contradiction and not found.fault:
        found = replace(found, fault=contradiction)
    with one_transaction(sessions) as session:
        conclude(session, outgoing, Actor.worker(), found)


def _is_due(session: Session, *, contradicted: bool) -> bool:
    """Whether a week has gone by either way, for a clock may have been ahead; or there is something new to find."""
    newest = newest_verification(session)
    if newest is None or abs(clock.now() - newest.at) >= VERIFIED_EVERY:
        return True
    return contradicted and not newest.details["faults"]
