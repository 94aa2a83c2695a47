"""A new password: asking for a link, and setting one by the link."""

from flask import Response, flash, request, url_for

from blueprints.cookies import clear_session_cookie
from blueprints.deployment import current_settings
from blueprints.identity import current_visit
from blueprints.letters import deliver_soon, secret_box
from blueprints.login.blueprint import login
from blueprints.login.forms import NewPasswordForm, ResetForm
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import current_session, writes_late
from models.access.admission import ANYONE
from models.accounts import password_change
from models.accounts.passwords import PasswordRefused
from models.errors import NotFound

writes_late("login.set_password")


@login.get("/password/reset", needs=ANYONE)
def reset() -> Response:
    """Asks for the ID."""
    return render("login/reset.html", form=ResetForm())


@login.post("/password/reset", needs=ANYONE)
def request_reset() -> Response:
    """The same answer, whether the ID exists or not."""
    form = ResetForm()
    if not form.validate_on_submit():
        return render("login/reset.html", form=form, status=422)
    login_id, public_url = form.login_id.data or "", current_settings().public_url
    password_change.request_reset(current_session(), secret_box(), current_visit(), login_id, public_url)
    return deliver_soon(go_to(url_for("login.reset_asked")))


@login.get("/password/reset/asked", needs=ANYONE)
def reset_asked() -> Response:
    """What happens next."""
    return render("login/reset_asked.html")


@login.get("/password/<string:token>", needs=ANYONE)
def new_password(token: str) -> Response:
    """The page behind a one-use link. Looking does not use it up: mail programs look too."""
    try:
        looks = request.method == "GET"  # a HEAD shows nobody anything
        see = password_change.look_at_link if looks else password_change.check_link
        link = see(current_session(), token)
    except NotFound as error:
        return _unusable(error)
    return render("login/new_password.html", form=NewPasswordForm(), purpose=link.purpose)


@login.post("/password/<string:token>", needs=ANYONE)
def set_password(token: str) -> Response:
    """Set it; every session of the account ends."""
    form = NewPasswordForm()
    try:
        link = password_change.check_link(current_session(), token)
        purpose = link.purpose
        if form.validate_on_submit():
            password_change.set_password_by_link(
                current_session(), secret_box(), current_visit(), token, form.password.data or ""
            )
            flash("パスワードを設定しました。新しいパスワードでサインインしてください。", "success")
            return deliver_soon(clear_session_cookie(go_to(url_for("login.password"))))
    except PasswordRefused as error:
        blame(form.password, error.reason)
    except NotFound as error:
        return _unusable(error)
    return render("login/new_password.html", form=form, purpose=purpose, status=422)


def _unusable(error: NotFound) -> Response:
    return render("login/link_unusable.html", reason=error.reason, status=404)
