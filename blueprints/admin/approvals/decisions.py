"""One act that takes two persons: its difference, and the ways to decide it."""

from collections.abc import Callable

from flask import Response, flash, url_for

from blueprints.admin.approvals.blueprint import MAY_DECIDE, MAY_LOOK, approvals
from blueprints.admin.approvals.forms import ApproveForm, WhyForm
from blueprints.admin.approvals.in_full import in_full_url
from blueprints.identity import current_viewer
from blueprints.letters import deliver_soon, outgoing
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import abandon, current_session
from models import clock
from models.administration.two_person_acts import ACTS
from models.approvals import deciding, recording
from models.approvals.acts import ComesToNothing
from models.errors import Conflict, DomainError, Forbidden
from models.monitoring.approval_reading import approval_for


@approvals.get("/<int:number>", needs=MAY_LOOK)
def page(number: int) -> Response:
    """What would change, or was decided."""
    return _page(number, WhyForm(formdata=None))


@approvals.post("/<int:number>/approve", needs=MAY_DECIDE)
def approve(number: int) -> Response:
    """Carry it out."""
    form = ApproveForm()
    form.validate_on_submit()
    shown = form.shown.data or ""
    return _decided(
        number,
        "承認し、実施しました。",
        lambda: deciding.approve(current_session(), ACTS, outgoing(), current_viewer(), number, shown),
    )


@approvals.post("/<int:number>/decline", needs=MAY_DECIDE)
def decline(number: int) -> Response:
    """Refuse it, with a reason."""
    form = WhyForm()
    if not form.validate_on_submit():
        return _page(number, form, status=422)
    why = form.why.data or ""
    return _decided(
        number, "承認しませんでした。", lambda: deciding.decline(current_session(), ACTS, current_viewer(), number, why)
    )


@approvals.post("/<int:number>/withdraw", needs=MAY_DECIDE)
def withdraw(number: int) -> Response:
    """Take one's own proposal back."""
    form = WhyForm()
    if not form.validate_on_submit():
        return _page(number, form, status=422)
    why = form.why.data or ""
    return _decided(
        number, "提案を取り下げました。", lambda: deciding.withdraw(current_session(), current_viewer(), number, why)
    )


def _decided(number: int, sentence: str, decide: Callable[[], object]) -> Response:
    approval_for(current_session(), current_viewer(), number)
    try:
        decide()
        flash(sentence, "success")
    except Forbidden as error:
        abandon()
        recording.record_refusal(current_session(), current_viewer(), number, error)
        flash(error.reason, "error")
    except ComesToNothing as error:
        abandon()
        recording.record_refusal(current_session(), current_viewer(), number, error)
        form = WhyForm(formdata=None)
        blame(form.why, error.reason)
        return _page(number, form, status=422)
    except Conflict as error:
        abandon()
        flash(error.reason, "warning")
    return deliver_soon(go_to(url_for("approvals.page", number=number)))


def _page(number: int, form: WhyForm, status: int = 200) -> Response:
    session, viewer = current_session(), current_viewer()
    found = approval_for(session, viewer, number)
    difference = ACTS[found.kind].difference(session, found)
    state = found.state_at(clock.now())
    own = found.proposed_by == viewer.actor.account_id
    return render(
        "approvals/page.html",
        status=status,
        approval=found,
        phase=state,
        difference=difference,
        approve_form=ApproveForm(formdata=None, shown=difference.sha256),
        form=form,
        may_withdraw=own and not state.over,
        why_not=_why_not(number) if not state.over else "",
        in_full_url=in_full_url(found, viewer),
    )


def _why_not(number: int) -> str:
    """The sentence in the place of the buttons, for whoever may not decide."""
    session, viewer = current_session(), current_viewer()
    try:
        deciding.check_may_decide(session, ACTS, viewer, approval_for(session, viewer, number))
    except DomainError as error:
        return error.reason
    return ""
