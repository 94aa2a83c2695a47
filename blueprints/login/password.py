"""The first page: ID and password."""

from flask import Response, get_flashed_messages, url_for

from blueprints.cookies import clear_session_cookie, set_session_cookie
from blueprints.destinations import safe_destination
from blueprints.identity import current_presence, current_sign_in, current_visit
from blueprints.letters import deliver_soon, secret_box
from blueprints.login.blueprint import login
from blueprints.login.forms import PasswordForm
from blueprints.login.steps import asked_destination
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import current_session, writes_late
from models.access.admission import ANYONE
from models.accounts import sign_in as signing_in
from models.accounts.outcomes import PasswordAccepted
from models.accounts.sign_in_session import Rung
from models.legal.notices import SIGN_IN_NOTICES, SIGN_IN_SHARING_NOTICE

# The password's hash takes its time; on SQLite nobody else should wait for it.
writes_late("login.check_password")


@login.get("", needs=ANYONE)
def password() -> Response:
    """ID and password, under the notices everybody must have met (統一基準 7.1.1)."""
    present = current_sign_in()
    if present is not None and present.rung is Rung.CONSENT and not current_presence().elsewhere:
        get_flashed_messages()  # "begin again" was meant for someone who is not signed in
        return go_to(safe_destination(asked_destination()))
    return _page(PasswordForm())


@login.post("", needs=ANYONE)
def check_password() -> Response:
    """On to the code, or the same words for whatever was not right."""
    form = PasswordForm()
    if not form.validate_on_submit():
        return _page(form, status=422)
    outcome = signing_in.check_password(
        current_session(),
        secret_box(),
        current_visit(),
        form.login_id.data or "",
        form.password.data or "",
        destination=asked_destination(),
        former=current_sign_in(),
    )
    if not isinstance(outcome, PasswordAccepted):
        return deliver_soon(_page(form, outcome.reason, status=422))
    return set_session_cookie(go_to(url_for("login.connect" if outcome.connects else "login.code")), outcome.token)


@login.post("/sign-out", needs=ANYONE)
def sign_out() -> Response:
    """End the session on the server, and take the cookie back."""
    present = current_sign_in()
    if present is not None:
        signing_in.sign_out(current_session(), current_visit(), present)
    return clear_session_cookie(go_to(url_for("login.signed_out")))


@login.get("/signed-out", needs=ANYONE)
def signed_out() -> Response:
    """The session is over; the way back in."""
    return render("login/signed_out.html")


def _page(form: PasswordForm, reason: str = "", status: int = 200) -> Response:
    notices = (*SIGN_IN_NOTICES, SIGN_IN_SHARING_NOTICE)
    blame(form.password, reason)
    return render("login/password.html", form=form, notices=notices, status=status)
