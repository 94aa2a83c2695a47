"""Stating what is known of a case."""

from flask import Response, flash, url_for

from blueprints.admin.incidents.blueprint import MAY_DECIDE, incident_cases
from blueprints.admin.incidents.forms import FactsForm
from blueprints.identity import current_viewer
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import current_session
from models.errors import Conflict
from models.incidents.facts import NobodyLeft, UnknownOrganisation, UnknownPerson, WrongPeriod, facts_of, set_facts
from models.incidents.visibility import case_for

_FIELDS = {
    UnknownPerson: "person",
    NobodyLeft: "person",
    UnknownOrganisation: "organisation",
    WrongPeriod: "period_from",
}


@incident_cases.get("/<int:number>/facts", needs=MAY_DECIDE)
def ask_facts(number: int) -> Response:
    """The form over the facts as they are."""
    found = case_for(current_session(), current_viewer(), number)
    return render("incident_cases/facts.html", incident=found, form=FactsForm.over(found, facts_of(found)))


@incident_cases.post("/<int:number>/facts", needs=MAY_DECIDE)
def state_facts(number: int) -> Response:
    """Take them."""
    form, session, viewer = FactsForm(), current_session(), current_viewer()
    if not form.validate_on_submit():
        return _refused(number, form)
    try:
        set_facts(session, viewer, number, form.facts(), form.shown.data or "")
    except tuple(_FIELDS) as error:
        blame(form[_FIELDS[type(error)]], error.reason)
        return _refused(number, form)
    except Conflict as error:
        flash(error.reason, "warning")
        return go_to(url_for("incident_cases.page", number=number))
    flash("事実を更新しました。", "success")
    return go_to(url_for("incident_cases.page", number=number))


def _refused(number: int, form: FactsForm) -> Response:
    found = case_for(current_session(), current_viewer(), number)
    return render("incident_cases/facts.html", status=422, incident=found, form=form)
