"""The responsible person passes a report on."""

from flask import Response, flash, url_for

from blueprints.identity import current_viewer
from blueprints.incidents.blueprint import MAY_PASS_ON, incidents
from blueprints.incidents.forms import AssessmentForm, WordForm, without_data
from blueprints.incidents.own import show
from blueprints.letters import deliver_soon, outgoing
from blueprints.rendering import go_to
from blueprints.unit_of_work import current_session
from models.errors import Conflict
from models.incidents.passing_on import pass_on


@incidents.post("/<int:number>/pass-on", needs=MAY_PASS_ON)
def hand_over(number: int) -> Response:
    """With an assessment, to the owner's officers."""
    form = AssessmentForm()
    if not form.validate_on_submit():
        return show(number, form, without_data(WordForm), status=422)
    try:
        pass_on(current_session(), outgoing(), current_viewer(), number, form.assessment())
        flash("資源エネルギー庁の担当に引き継ぎました。", "success")
    except Conflict as error:
        flash(error.reason, "warning")
    return deliver_soon(go_to(url_for("incidents.report", number=number)))
