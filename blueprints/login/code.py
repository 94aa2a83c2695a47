"""The second page: a code from the own device, or a recovery code."""

from flask import Response, url_for

from blueprints.identity import current_visit, present_sign_in
from blueprints.letters import secret_box
from blueprints.login.blueprint import login
from blueprints.login.forms import CodeForm, RecoveryCodeForm
from blueprints.login.steps import go_on
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import current_session
from models import clock
from models.access.admission import PASSWORD
from models.accounts import devices, second_step
from models.accounts.sign_in_session import Rung


@login.get("/code", needs=PASSWORD)
def code() -> Response:
    """Asks the code, and shows the server's time: most refused codes come from a clock that is off."""
    present = present_sign_in()
    if present.rung is not Rung.PASSWORD:
        return go_to(url_for("home.index"))
    if not devices.has_device(current_session(), present.account_id):
        return go_to(url_for("login.connect"))
    return _page(CodeForm())


@login.post("/code", needs=PASSWORD)
def check_code() -> Response:
    """On to consent or to where one was going."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _page(form, status=422)
    outcome = second_step.check_code(
        current_session(), secret_box(), current_visit(), present_sign_in(), form.code.data or ""
    )
    return go_on(outcome, lambda reason: _page(form, reason, status=422))


@login.get("/recovery-code", needs=PASSWORD)
def recovery_code() -> Response:
    """For the day the device is not at hand."""
    return _recovery_page(RecoveryCodeForm())


@login.post("/recovery-code", needs=PASSWORD)
def use_recovery_code() -> Response:
    """On as with a code; the recovery code is used up."""
    form = RecoveryCodeForm()
    if not form.validate_on_submit():
        return _recovery_page(form, status=422)
    outcome = second_step.use_recovery_code(
        current_session(), secret_box(), current_visit(), present_sign_in(), form.code.data or ""
    )
    return go_on(outcome, lambda reason: _recovery_page(form, reason, status=422))


def _page(form: CodeForm, reason: str = "", status: int = 200) -> Response:
    blame(form.code, reason)
    return render("login/code.html", form=form, now=clock.now(), status=status)


def _recovery_page(form: RecoveryCodeForm, reason: str = "", status: int = 200) -> Response:
    blame(form.code, reason)
    return render("login/recovery_code.html", form=form, status=status)
