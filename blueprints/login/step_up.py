"""The code once more, before an act of weight."""

from flask import Response

from blueprints.cookies import set_browser_cookie, set_session_cookie
from blueprints.destinations import safe_destination
from blueprints.identity import current_presence, current_visit, present_sign_in
from blueprints.letters import secret_box
from blueprints.login.blueprint import login
from blueprints.login.forms import CodeForm
from blueprints.login.steps import asked_destination, go_on
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import current_session
from models import clock
from models.access.admission import Needs, Stage
from models.accounts import second_step
from models.accounts.outcomes import CodeAccepted

NEEDS = Needs(Stage.SECOND_FACTOR, elsewhere=True)


@login.get("/step-up", needs=NEEDS)
def step_up() -> Response:
    """Asks the code, and says why."""
    return _page(CodeForm())


@login.post("/step-up", needs=NEEDS)
def prove_again() -> Response:
    """Back to the act that asked for it."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _page(form, status=422)
    outcome = second_step.step_up(
        current_session(), secret_box(), current_visit(), present_sign_in(), form.code.data or ""
    )
    if isinstance(outcome, CodeAccepted):
        response = set_session_cookie(go_to(safe_destination(asked_destination())), outcome.token)
        return set_browser_cookie(response, outcome.browser_token) if outcome.browser_token else response
    return go_on(outcome, lambda reason: _page(form, reason, status=422))


def _page(form: CodeForm, reason: str = "", status: int = 200) -> Response:
    blame(form.code, reason)
    return render(
        "login/step_up.html", form=form, now=clock.now(), elsewhere=current_presence().elsewhere, status=status
    )
