"""The watch beside the jobs: a thread of the worker's process, so that a long job keeps no misuse waiting."""

import logging
from threading import Event, Thread

from blueprints.unit_of_work import DATABASE_FAILED
from models.cases.round import watch_over
from models.db import SessionFactory
from models.mail.outgoing import Outgoing

log = logging.getLogger(__name__)
SECONDS_BETWEEN = 10


class Watch:
    """Looks at everything recorded since, every few seconds, until the process is asked to end."""

    def __init__(self, sessions: SessionFactory, outgoing: Outgoing) -> None:
        self._sessions, self._outgoing = sessions, outgoing

    def begin(self, stopping: Event) -> None:
        """Go on beside the caller; it never keeps the process alive."""
        Thread(target=self._go_on, args=(stopping,), name="watch", daemon=True).start()

    def look(self) -> None:
        """One round. What goes wrong is logged and tried again: meanwhile exports wait, and the doctor says so."""
        try:
            watch_over(self._sessions, self._outgoing)
        except DATABASE_FAILED:
            log.warning("the database was busy", exc_info=True)
        except Exception:
            log.exception("detection failed")

    def _go_on(self, stopping: Event) -> None:
        while True:
            self.look()
            if stopping.wait(SECONDS_BETWEEN):
                return
