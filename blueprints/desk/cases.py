"""Cases about one's own people: what was detected, and the explanation."""

from flask import Response, flash, url_for

from blueprints.admin.cases.forms import ExplanationForm
from blueprints.admin.listing import AdminList, answer
from blueprints.cases_table import case_columns
from blueprints.desk.blueprint import MAY_LOOK, desk
from blueprints.identity import current_viewer
from blueprints.letters import deliver_soon, outgoing
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import current_session
from models import clock
from models.cases import handling
from models.cases.lists import cases_to_explain
from models.cases.opening import alerts_of
from models.cases.visibility import case_to_explain
from models.errors import Conflict
from models.monitoring.countries_in_use import credits_shipped


@desk.get("/cases", needs=MAY_LOOK)
def cases() -> Response:
    """All of them, but none about whoever looks."""
    now = clock.now()
    columns = case_columns(now, lambda one: url_for("desk.case", number=one.id))
    spec = cases_to_explain(current_viewer(), now)
    listed = AdminList("desk-cases", "検知の案件", spec, columns, lambda one: one.id)
    return answer(listed, "desk/cases.html")


@desk.get("/cases/<int:number>", needs=MAY_LOOK)
def case(number: int) -> Response:
    """What was detected, and the form to explain it. That it was read is recorded."""
    return _page(number, ExplanationForm(formdata=None, seen=_detected(number)))


@desk.post("/cases/<int:number>", needs=MAY_LOOK)
def explain(number: int) -> Response:
    """Keep the explanation."""
    form = ExplanationForm()
    if not form.validate_on_submit():
        return _page(number, form, status=422)
    try:
        handling.explain(current_session(), outgoing(), current_viewer(), number, form.text.text, form.seen.number)
        flash("説明を送りました。", "success")
    except handling.DetectedMeanwhile as error:
        blame(form.text, error.reason)
        form.seen.tell(_detected(number))
        return _page(number, form, status=422)
    except Conflict as error:
        flash(error.reason, "warning")
    return deliver_soon(go_to(url_for("desk.case", number=number)))


def _detected(number: int) -> int:
    """The newest alert that the form's page tells of."""
    session = current_session()
    return handling.last_detected(session, case_to_explain(session, current_viewer(), number))


def _page(number: int, form: ExplanationForm, status: int = 200) -> Response:
    session, viewer = current_session(), current_viewer()
    found = case_to_explain(session, viewer, number)
    handling.record_reading(session, viewer, found, "desk")
    return render(
        "desk/case.html",
        status=status,
        case=found,
        entries=handling.told_to_responsible(session, found),
        is_open=found.closed_at is None,
        countries_credited=credits_shipped(one.rule for one in alerts_of(session, found)),
        form=form,
    )
