"""Stating that a report was made to the Personal Information Protection Commission."""

from flask import Response, flash, url_for

from blueprints.admin.incidents.blueprint import MAY_DECIDE, incident_cases
from blueprints.admin.incidents.forms import ToldForm
from blueprints.identity import current_viewer
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import current_session
from models import clock
from models.errors import Conflict
from models.incidents import handling
from models.incidents.deadlines import AuthorityReport, deadlines_of
from models.incidents.visibility import case_for


@incident_cases.get("/<int:number>/told", needs=MAY_DECIDE)
def ask_told(number: int) -> Response:
    """The form."""
    return _ask(number, ToldForm(formdata=None))


@incident_cases.post("/<int:number>/told", needs=MAY_DECIDE)
def state_told(number: int) -> Response:
    """Note it, with its day."""
    form = ToldForm()
    if not form.validate_on_submit():
        return _ask(number, form, status=422)
    try:
        report = AuthorityReport(form.report.data)
        handling.tell_authority(current_session(), current_viewer(), number, report, form.on.day)
        flash(f"{report.label}を記録しました。", "success")
    except handling.WrongDay as error:
        blame(form.on, error.reason)
        return _ask(number, form, status=422)
    except Conflict as error:
        flash(error.reason, "warning")
    return go_to(url_for("incident_cases.page", number=number))


def _ask(number: int, form: ToldForm, status: int = 200) -> Response:
    found = case_for(current_session(), current_viewer(), number)
    return render(
        "incident_cases/told.html",
        status=status,
        incident=found,
        form=form,
        deadlines=deadlines_of(found),
        today=clock.today(),
    )
