"""The worker's part of detection: everything recorded since, looked at within seconds (M11)."""

from sqlalchemy import select

from models import clock
from models.audit.tables import AuditHead
from models.db import SessionFactory, one_transaction
from models.monitoring.acting import stop_everybody_due
from models.monitoring.feeding import Feeding
from models.monitoring.tables import DetectorHead

A_BATCH = 500
"""Events in one transaction: on SQLite everybody who writes waits for it."""


def catch_up(sessions: SessionFactory) -> int:
    """Feed everything recorded since, in bounded transactions, and stop whom the alerts stop; returns the alerts."""
    raised, whole = 0, not _anything_new(sessions)
    while not whole:
        with one_transaction(sessions) as session:
            feeding = Feeding(session)
            whole = feeding.catch_up(A_BATCH)
            feeding.save()
            feeding.record()
            raised += len(feeding.alerts)
    stop_everybody_due(sessions, clock.now())
    return raised


def _anything_new(sessions: SessionFactory) -> bool:
    """Whether the trail has grown: where nobody does anything, nothing is written."""
    with sessions() as session:
        return session.scalars(select(AuditHead.number)).one() > session.scalars(select(DetectorHead.number)).one()
