"""One round of the watch: detect, stop, open cases, tell. Run every few seconds by the worker (M11)."""

from models.cases.opening import open_due
from models.db import SessionFactory
from models.mail.outgoing import Outgoing
from models.monitoring.watching import catch_up


def watch_over(sessions: SessionFactory, outgoing: Outgoing) -> tuple[int, int]:
    """Look at everything recorded since, and put what was raised into cases; how many alerts, how many put."""
    return catch_up(sessions), open_due(sessions, outgoing)
