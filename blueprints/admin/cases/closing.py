"""Ending a case with a finding, or passing it on as an incident."""

from flask import Response, flash, url_for

from blueprints.admin.answering import carried_out
from blueprints.admin.cases.blueprint import MAY_DECIDE, cases
from blueprints.admin.cases.forms import CloseForm, PassOnForm
from blueprints.identity import current_viewer
from blueprints.letters import deliver_soon, outgoing
from blueprints.rendering import go_to, render
from blueprints.unit_of_work import current_session
from models.administration.two_person_acts import ACTS
from models.approvals.approval import Approval
from models.cases import closing, passing_on
from models.cases.kinds import CaseOutcome
from models.cases.visibility import case_for, is_own
from models.errors import Conflict
from models.incidents.kinds import IncidentKind


@cases.get("/<int:number>/close", needs=MAY_DECIDE)
def ask_close(number: int) -> Response:
    """The form."""
    return _ask_close(number, CloseForm(formdata=None))


@cases.post("/<int:number>/close", needs=MAY_DECIDE)
def close(number: int) -> Response:
    """End it, or, about the own organisation, lay that before a second person."""
    form = CloseForm()
    if not form.validate_on_submit():
        return _ask_close(number, form, status=422)
    outcome = CaseOutcome(form.outcome.data)

    def close_case() -> Approval | None:
        return closing.close(
            current_session(), ACTS, current_viewer(), number, outcome, form.conclusion.text
        )  # fmt: skip

    def done(waits: Approval | None) -> str:
        return "終了を提案しました。もう一人の承認を待っています。" if waits else "案件を終了しました。"

    return carried_out(close_case, done, url_for("cases.page", number=number), f"case:{number}")


@cases.get("/<int:number>/pass-on", needs=MAY_DECIDE)
def ask_pass_on(number: int) -> Response:
    """The form."""
    return _ask_pass_on(number, PassOnForm(formdata=None))


@cases.post("/<int:number>/pass-on", needs=MAY_DECIDE)
def pass_on(number: int) -> Response:
    """Make an incident of it."""
    form = PassOnForm()
    if not form.validate_on_submit():
        return _ask_pass_on(number, form, status=422)
    kind = IncidentKind(form.kind.data)
    try:
        made = passing_on.pass_on(current_session(), outgoing(), current_viewer(), number, kind, form.what.text)
    except Conflict as error:
        flash(error.reason, "warning")
        return go_to(url_for("cases.page", number=number))
    flash(f"漏えい等への対応（{made.reference}）に引き継ぎました。", "success")
    return deliver_soon(go_to(url_for("cases.page", number=number)))


def _ask_close(number: int, form: CloseForm, status: int = 200) -> Response:
    viewer = current_viewer()
    found = case_for(current_session(), viewer, number)
    return render("cases/close.html", status=status, case=found, form=form, takes_two=is_own(viewer, found))


def _ask_pass_on(number: int, form: PassOnForm, status: int = 200) -> Response:
    viewer = current_viewer()
    found = case_for(current_session(), viewer, number)
    return render("cases/pass_on.html", status=status, case=found, form=form, takes_two=is_own(viewer, found))
