"""Closing a case with its cause and what prevents another, and taking it up again."""

from flask import Response, flash, url_for

from blueprints.admin.incidents.blueprint import MAY_DECIDE, incident_cases
from blueprints.admin.incidents.forms import CloseForm, ReopenForm
from blueprints.identity import current_viewer
from blueprints.rendering import go_to, render
from blueprints.unit_of_work import current_session
from models.errors import Conflict
from models.incidents import handling
from models.incidents.kinds import IncidentOutcome
from models.incidents.visibility import case_for


@incident_cases.get("/<int:number>/close", needs=MAY_DECIDE)
def ask_close(number: int) -> Response:
    """The form, or what keeps the case open."""
    return _ask_close(number, CloseForm(formdata=None))


@incident_cases.post("/<int:number>/close", needs=MAY_DECIDE)
def close(number: int) -> Response:
    """End it."""
    form = CloseForm()
    if not form.validate_on_submit():
        return _ask_close(number, form, status=422)
    try:
        outcome = IncidentOutcome(form.outcome.data)
        handling.close(
            current_session(), current_viewer(), number, outcome, form.cause.text, form.prevention.text
        )  # fmt: skip
        flash("対応を終了しました。", "success")
    except Conflict as error:
        flash(error.reason, "warning")
    return go_to(url_for("incident_cases.page", number=number))


@incident_cases.get("/<int:number>/reopen", needs=MAY_DECIDE)
def ask_reopen(number: int) -> Response:
    """The form."""
    return _ask_reopen(number, ReopenForm(formdata=None))


@incident_cases.post("/<int:number>/reopen", needs=MAY_DECIDE)
def reopen(number: int) -> Response:
    """Take it up again."""
    form = ReopenForm()
    if not form.validate_on_submit():
        return _ask_reopen(number, form, status=422)
    try:
        handling.reopen(current_session(), current_viewer(), number, form.why.text)
        flash("対応を再開しました。", "success")
    except Conflict as error:
        flash(error.reason, "warning")
    return go_to(url_for("incident_cases.page", number=number))


def _ask_close(number: int, form: CloseForm, status: int = 200) -> Response:
    found = case_for(current_session(), current_viewer(), number)
    why_not = handling.why_not_close(found)
    return render("incident_cases/close.html", status=status, incident=found, form=form, why_not=why_not)


def _ask_reopen(number: int, form: ReopenForm, status: int = 200) -> Response:
    found = case_for(current_session(), current_viewer(), number)
    return render("incident_cases/reopen.html", status=status, incident=found, form=form)
