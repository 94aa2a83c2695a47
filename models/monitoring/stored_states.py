"""The states of the live detector: rows of the database, read as they are needed and written together."""

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from models import clock
from models.db import SessionFactory, begin_writing, changed_rows, insert_or, one_transaction
from models.detection.lengthening import lengthened
from models.detection.states import COMPACT
from models.monitoring.tables import DetectorState

PASSING = ("address:", "device:")
"""What outsiders can invent without end is forgotten once it was not seen for so long."""
PASSING_KEPT = timedelta(days=90)


class StoredStates:
    """The states of one feeding. Whoever feeds holds the detector's head, so nobody else changes them meanwhile."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._read: dict[str, dict[str, Any] | None] = {}
        self._changed: set[str] = set()

    def get(self, subject: str) -> dict[str, Any] | None:
        """The subject's state; ``None`` when there is none yet."""
        if subject not in self._read:
            chosen = select(DetectorState.state).where(DetectorState.subject == subject)
            kept = self._session.scalar(chosen)
            self._read[subject] = lengthened(subject, json.loads(kept)) if kept is not None else None
        return self._read[subject]

    def put(self, subject: str, state: dict[str, Any]) -> None:
        """Keep it, to be written by ``save``."""
        self._read[subject] = state
        self._changed.add(subject)

    def save(self) -> None:
        """Write what has changed."""
        now = clock.now()
        texts = {one: json.dumps(self._read[one], ensure_ascii=False, separators=COMPACT) for one in self._changed}
        rows = [{"subject": one, "state": texts[one], "put_at": now} for one in sorted(texts)]
        if rows:
            insert = insert_or(self._session, DetectorState)
            changed = {"state": insert.excluded.state, "put_at": insert.excluded.put_at}
            kept = insert.on_conflict_do_update(index_elements=["subject"], set_=changed)
            self._session.execute(kept, rows)
        self._changed.clear()


def forget_passing(sessions: SessionFactory, now: datetime) -> int:
    """Forget addresses and browsers that were not seen for 90 days; returns how many."""
    passing = or_(*(DetectorState.subject.startswith(one, autoescape=True) for one in PASSING))
    with one_transaction(sessions) as session:
        begin_writing(session)
        return changed_rows(session, delete(DetectorState).where(DetectorState.put_at < now - PASSING_KEPT, passing))
