"""How an act of the administration is answered: a sentence and the page it leads to, or what was wrong."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Response, flash

from blueprints.identity import current_viewer
from blueprints.letters import deliver_soon
from blueprints.rendering import go_to
from blueprints.unit_of_work import abandon, current_session
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.errors import Conflict, Forbidden


def carried_out(act: Callable[[], object], done: str | Callable[[Any], str], address: str, about: str) -> Response:
    """Do the act and go on to ``address``; what forbids it is recorded, and told there.

    ``done`` is the sentence, or makes it of what the act has returned. ``about`` names the object for the trail, as in
    ``account:12``.
    """
    try:
        came_of_it = act()
        flash(done if isinstance(done, str) else done(came_of_it), "success")
    except Forbidden as error:
        abandon()
        record_refusal(about, act, error)
        flash(error.reason, "error")
    except Conflict as error:
        abandon()
        flash(error.reason, "warning")
    return deliver_soon(go_to(address))


def record_refusal(about: str, act: Callable[[], object], error: Forbidden) -> None:
    """Record that somebody tried what is not theirs to do."""
    named = act.func if isinstance(act, partial) else act
    details = {"act": getattr(named, "__name__", "act"), "why": type(error).__name__}
    event = Event(EventName.PERSON_ACT_REFUSED, current_viewer().actor, Outcome.REFUSED, about, details=details)
    record(current_session(), event)
