"""The gate: the one ``before_request`` that decides whether a page may be reached.

It looks at neither the method nor htmx's headers: a fragment, a HEAD, a POST and an export are refused exactly as the
page is. What it decides by is ``models.access.admission``.
"""

from flask import Flask, current_app, request
from werkzeug.wrappers import Response as AnyResponse

from blueprints.guarded import needs_of
from blueprints.identity import current_actor, current_presence, current_sign_in
from blueprints.refusals import answer
from blueprints.unit_of_work import current_session
from models import clock
from models.access.admission import Refusal, Stage, admit
from models.accounts import lifecycle, sessions
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record

# Refusals of someone who has proved who they are, or holds their cookie; the others are steps on the way in.
TOLD = frozenset({Refusal.BARRED, Refusal.NOT_PERMITTED, Refusal.ELSEWHERE})


def install(app: Flask) -> None:
    """Put the gate before every request."""
    app.before_request(_stand_guard)


def _stand_guard() -> AnyResponse | None:
    if request.endpoint is None:
        return None  # no such page: 404 or 405 follows, the same for everyone
    needs = needs_of(request.endpoint)
    if needs is None:
        raise TypeError(f"{request.endpoint} does not say what it needs")
    if needs.stage is Stage.ANYONE:
        return None
    refusal = admit(current_presence(), needs, clock.now())
    if refusal is None:
        if not needs.unattended:
            _note_presence()
        return None
    return turn_away(refusal)


def turn_away(refusal: Refusal) -> AnyResponse:
    """Refuse the request: recorded where it has to be, and answered the same on every page.

    For the gate, and for a page that somebody may open but whose address asks for more than is theirs.
    """
    if refusal in TOLD:
        _record(refusal)
    return answer(refusal)


def _note_presence() -> None:
    sign_in = current_sign_in()
    if sign_in is not None:
        sessions.touch(current_session(), sign_in, clock.now())


def _record(refusal: Refusal) -> None:
    sign_in = current_sign_in()
    if sign_in is not None and refusal is Refusal.BARRED:
        lifecycle.stop_if_due(current_session(), current_actor(), sign_in.account, clock.now())
    details = {"endpoint": request.endpoint, "method": request.method, "why": refusal.value}
    event = Event(EventName.PAGE_REFUSED, current_actor(), outcome=Outcome.REFUSED, details=details)
    record(current_session(), event)
    current_app.logger.info("refused", extra={"why": refusal.value})
