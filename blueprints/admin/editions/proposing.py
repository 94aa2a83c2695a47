"""Laying a draft before the second person; calling off an edition before its time of effect."""

from flask import Response, url_for

from blueprints.admin.editions.blueprint import MAY_DECIDE, MAY_EDIT, editions
from blueprints.admin.editions.drafts import draft_page
from blueprints.admin.editions.forms import ProposeForm
from blueprints.admin.reasons import ReasonForm
from blueprints.identity import current_viewer
from blueprints.rendering import blame, go_to, render
from blueprints.typed import whole
from blueprints.unit_of_work import abandon, current_session
from models.errors import DomainError, NotFound
from models.reviewing import calling_off, putting_in_force
from models.reviewing.editions import find_edition


@editions.post("/drafts/<int:number>/propose", needs=MAY_DECIDE)
def propose(number: int) -> Response:
    """On to the approval, which now waits for somebody else."""
    form = ProposeForm()
    if not form.validate_on_submit():
        return draft_page(number, propose_form=form, status=422)
    session, viewer, reason = current_session(), current_viewer(), form.reason.data or ""
    try:
        approval = putting_in_force.propose(session, viewer, number, whole(form.revision.data), form.moment, reason)
    except NotFound:
        raise
    except DomainError as error:
        abandon()
        blame(form.reason, error.reason)
        return draft_page(number, propose_form=form, status=422)
    return go_to(url_for("approvals.page", number=approval.id))


@editions.get("/<int:number>/call-off", needs=MAY_EDIT)
def ask_call_off(number: int) -> Response:
    """What calling it off means."""
    return _ask(number, ReasonForm(formdata=None))


@editions.post("/<int:number>/call-off", needs=MAY_DECIDE)
def call_off(number: int) -> Response:
    """On to the approval, which now waits for somebody else."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _ask(number, form, status=422)
    try:
        approval = calling_off.propose(current_session(), current_viewer(), number, form.reason.data or "")
    except NotFound:
        raise
    except DomainError as error:
        abandon()
        blame(form.reason, error.reason)
        return _ask(number, form, status=422)
    return go_to(url_for("approvals.page", number=approval.id))


def _ask(number: int, form: ReasonForm, status: int = 200) -> Response:
    edition = find_edition(current_session(), number)
    return render("editions/call_off.html", status=status, edition=edition, form=form)
