"""What goes on beside the jobs, in threads of the worker's process, so that a long job keeps neither waiting."""

import logging
from threading import Event, Thread

from blueprints.unit_of_work import DATABASE_FAILED
from models.audit.checkpoints import CheckpointBook
from models.auditing.looking_after import look_after_trail
from models.cases.round import watch_over
from models.db import SessionFactory
from models.mail.outgoing import Outgoing

log = logging.getLogger(__name__)


class Watch:
    """Looks at everything recorded since, every few seconds, until the process is asked to end."""

    name = "watch"
    seconds_between = 10
    failed = "detection failed"

    def __init__(self, sessions: SessionFactory, outgoing: Outgoing) -> None:
        self._sessions, self._outgoing = sessions, outgoing

    def begin(self, stopping: Event) -> None:
        """Go on beside the caller; it never keeps the process alive."""
        Thread(target=self._go_on, args=(stopping,), name=self.name, daemon=True).start()

    def look(self) -> None:
        """One round. What goes wrong is logged and tried again: meanwhile exports wait, and the doctor says so."""
        try:
            self._look()
        except DATABASE_FAILED:
            log.warning("the database was busy", exc_info=True)
        except Exception:
            log.exception(self.failed)

    def _look(self) -> None:
        watch_over(self._sessions, self._outgoing)

    def _go_on(self, stopping: Event) -> None:
        while True:
            self.look()
            if stopping.wait(self.seconds_between):
                return


class TrailWatch(Watch):
    """Writes the trail's checkpoints, and verifies it from time to time."""

    name = "trail"
    seconds_between = 3600
    failed = "the trail could not be looked after"

    def __init__(self, sessions: SessionFactory, outgoing: Outgoing, book: CheckpointBook) -> None:
        super().__init__(sessions, outgoing)
        self._book = book

    def _look(self) -> None:
        look_after_trail(self._sessions, self._outgoing, self._book)
