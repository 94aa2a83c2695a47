"""From the outcome of a step to the next page: one table for every sign-in page."""

from collections.abc import Callable

from flask import Response, flash, request, url_for

from blueprints.cookies import clear_session_cookie, set_browser_cookie, set_session_cookie
from blueprints.destinations import safe_destination
from blueprints.identity import current_visit, present_sign_in
from blueprints.letters import deliver_soon
from blueprints.refusals import refuse
from blueprints.rendering import go_to
from blueprints.unit_of_work import current_session
from models import clock
from models.accounts.outcomes import BeginAgain, CodeAccepted, NotAdmitted, SignedIn, SignInRefused
from models.consent import consents
from models.monitoring.in_line import watch_sign_in
from models.training.passes import is_overdue

Outcome = CodeAccepted | SignedIn | SignInRefused | BeginAgain | NotAdmitted


def asked_destination() -> str:
    """Where this page was told to lead to, kept in its address; what no address can hold is not kept."""
    given = request.args.get("next", "")
    return given if given.isprintable() else ""


def go_on(outcome: Outcome, again: Callable[[str], Response]) -> Response:
    """Answer a step of signing in; ``again`` shows the page once more with the reason."""
    match outcome:
        case CodeAccepted(token=token):
            return enter(token)
        case SignedIn(token, browser_token):
            response = go_to(_training_first(safe_destination(asked_destination() or present_sign_in().destination)))
            return set_browser_cookie(set_session_cookie(response, token), browser_token)
        case BeginAgain(reason):
            # The cookie stays: pressed twice, the other press may just have signed this very browser in.
            flash(reason, "warning")
            return go_to(url_for("login.password"))
        case NotAdmitted(reason):
            return clear_session_cookie(refuse(403, "サインインできません", [reason]))
        case SignInRefused(reason):
            return deliver_soon(again(reason))


def enter(token: str = "") -> Response:
    """Past the second factor: on to where one was going if consent was given before, else to the consent page.

    ``token`` is the session's new one, if the step before changed it.
    """
    session, present = current_session(), present_sign_in()
    outcome = watch_sign_in(session, present, lambda: consents.enter(session, current_visit(), present))
    if outcome is None:
        response = go_to(url_for("consent.ask", next=asked_destination() or None))
        return deliver_soon(set_session_cookie(response, token) if token else response)
    return deliver_soon(go_on(outcome, lambda _reason: go_to(url_for("login.password"))))


def _training_first(destination: str) -> str:
    """By way of the training, for whoever is late with it; from there they may go on."""
    first = url_for("training.index")
    late = is_overdue(current_session(), present_sign_in().account, clock.today())
    return url_for("training.index", next=destination) if late and not destination.startswith(first) else destination
