"""A sign of life from a thread of its own, for work that cannot give one itself.

Whoever waits for another import, or writes for minutes in one transaction, says nothing meanwhile, and on SQLite holds
the turn to write that a sign of life needs too.
"""

import logging
import sqlite3
from threading import Event, Thread
from types import TracebackType
from typing import Self

from sqlalchemy.exc import SQLAlchemyError

from models.jobs.worker import BEAT_EVERY, Interrupted, Task

log = logging.getLogger(__name__)


class Pulse:
    """Shows that a job lives, and how far it is, for as long as the block lasts.

    ``progress`` may be called at any time, within a transaction too: it waits for nothing. Raises ``Interrupted`` once
    the job has to stop; work that calls it no more learns that from ``Task.end``.
    """

    def __init__(self, task: Task) -> None:
        self._task = task
        self._said = (0, 0)
        self._over, self._ended = Event(), Event()
        self._thread = Thread(target=self._beat, name=f"pulse of job {task.id}", daemon=True)

    def progress(self, done: int, total: int) -> None:
        """Say how far the work is; it is passed on at the next beat."""
        self._said = (done, total)
        if self._over.is_set():
            raise Interrupted

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._ended.wait(BEAT_EVERY.total_seconds()):
            try:
                self._task.progress(*self._said)
            except Interrupted:
                self._over.set()
                return
            except (SQLAlchemyError, sqlite3.DatabaseError):
                # On SQLite somebody has the turn to write, perhaps this very job; then nobody gives it up as lost.
                log.info("a job could not show that it lives", extra={"job": self._task.id})
