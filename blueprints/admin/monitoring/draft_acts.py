"""What is done with a draft of the rules: rehearsed, proposed, given up."""

from flask import Response, flash, url_for

from blueprints.admin.answering import carried_out
from blueprints.admin.monitoring.blueprint import MAY_EDIT, MAY_PROPOSE, monitoring
from blueprints.admin.monitoring.draft import present_draft
from blueprints.admin.monitoring.forms import ProposeForm, RevisionForm
from blueprints.identity import current_viewer
from blueprints.rendering import go_to, render
from blueprints.unit_of_work import current_session
from models.detection.rulebook import WrongRules
from models.errors import Conflict
from models.monitoring import rehearsal_job, rule_change, rule_draft
from models.monitoring.rule_change import NotRehearsed


@monitoring.post("/rules/draft/rehearse", needs=MAY_EDIT)
def rehearse() -> Response:
    """Let a job try it on the past."""
    form = RevisionForm()
    form.validate_on_submit()
    try:
        rehearsal_job.ask(current_session(), current_viewer(), form.shown)
    except Conflict as error:
        flash(error.reason, "warning")
    return go_to(url_for("monitoring.draft"))


@monitoring.get("/rules/draft/propose", needs=MAY_PROPOSE)
def ask_propose() -> Response:
    """Why, and the button."""
    found = present_draft()
    return _ask(ProposeForm(formdata=None, revision=found.revision))


@monitoring.post("/rules/draft/propose", needs=MAY_PROPOSE)
def propose() -> Response:
    """Lay it before the second person."""
    form = ProposeForm()
    if not form.validate_on_submit():
        return _ask(form, status=422)

    def propose_rules() -> None:
        try:
            rule_change.propose(current_session(), current_viewer(), form.shown, form.reason.data or "")
        except (NotRehearsed, WrongRules) as error:
            raise Conflict(error.reason) from error

    done = "提案しました。もう一人の保有者担当の承認を待っています。"
    return carried_out(propose_rules, done, url_for("monitoring.draft"), "rules")


@monitoring.get("/rules/draft/discard", needs=MAY_EDIT)
def ask_discard() -> Response:
    """What is lost, and the button."""
    found = present_draft()
    return render(
        "monitoring/discard.html",
        draft=found,
        differences=rule_draft.differences_of(current_session(), found),
        form=RevisionForm(formdata=None, revision=found.revision),
    )


@monitoring.post("/rules/draft/discard", needs=MAY_EDIT)
def discard() -> Response:
    """Give it up."""
    form = RevisionForm()
    form.validate_on_submit()
    try:
        rule_draft.discard(current_session(), current_viewer(), form.shown)
        flash("下書きを破棄しました。", "success")
    except Conflict as error:
        flash(error.reason, "warning")
    return go_to(url_for("monitoring.rules"))


def _ask(form: ProposeForm, status: int = 200) -> Response:
    found = present_draft()
    differences = rule_draft.differences_of(current_session(), found)
    return render("monitoring/propose.html", status=status, draft=found, differences=differences, form=form)
