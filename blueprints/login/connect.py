"""The first time: connecting the own device (M5)."""

from flask import Response, url_for

from blueprints.cookies import set_session_cookie
from blueprints.identity import current_visit, present_sign_in
from blueprints.letters import deliver_soon, secret_box
from blueprints.login.blueprint import login
from blueprints.login.forms import CodeForm
from blueprints.login.steps import go_on
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import current_session
from models import clock
from models.access.admission import PASSWORD
from models.accounts import devices, second_step
from models.accounts.devices import CodeDoesNotMatch
from models.accounts.second_step import DeviceConnected


@login.get("/connect", needs=PASSWORD)
def connect() -> Response:
    """The QR code and the key to type; gone for ever once the device counts."""
    return _page(CodeForm())


@login.post("/connect", needs=PASSWORD)
def confirm_connection() -> Response:
    """The device counts from its first right code; then come the recovery codes."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _page(form, status=422)
    try:
        outcome = second_step.connect_first_device(
            current_session(), secret_box(), current_visit(), present_sign_in(), form.code.data or ""
        )
    except CodeDoesNotMatch as error:
        return _page(form, error.reason, status=422)
    if isinstance(outcome, DeviceConnected):
        return deliver_soon(set_session_cookie(go_to(url_for("login.recovery_codes")), outcome.token))
    return go_on(outcome, lambda reason: _page(form, reason, status=422))


def _page(form: CodeForm, reason: str = "", status: int = 200) -> Response:
    present = present_sign_in()
    connection = devices.connecting(current_session(), secret_box(), present.account, present.id)
    if connection is None:
        return go_to(url_for("login.code"))
    blame(form.code, reason)
    return render("login/connect.html", form=form, connection=connection, now=clock.now(), status=status)
