"""Taking a file in, or withdrawing it: each on a page that states the consequence first."""

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.admin.register_import.blueprint import register_import, uploads
from blueprints.admin.register_import.forms import WithdrawForm
from blueprints.identity import current_viewer
from blueprints.refusals import refuse
from blueprints.rendering import go_to, render
from blueprints.unit_of_work import current_session
from models import clock
from models.certifications.proposals import acts, reading
from models.certifications.proposals.officers import (
    MAY_APPLY,
    MAY_PROPOSE,
    SamePerson,
    check_other_person,
    why_not_ready,
)
from models.certifications.proposals.proposal import ImportProposal
from models.errors import Conflict

NOT_YOURS = "自分では取り込めません"


@register_import.get("/<int:number>/apply", needs=MAY_APPLY)
def ask_decision(number: int) -> AnyResponse:
    """What will be changed, and the button."""
    found = reading.find(current_session(), number)
    if reason := why_not_ready(found, clock.now()):
        return _back(number, reason)
    try:
        check_other_person(found, current_viewer().actor.account_id)
    except SamePerson as error:
        return refuse(403, NOT_YOURS, [error.reason])
    return render("register_import/apply.html", proposal=found, report=found.told)


@register_import.post("/<int:number>/apply", needs=MAY_APPLY)
def take_in(number: int) -> AnyResponse:
    """Begin."""
    try:
        acts.confirm(current_session(), current_viewer(), number)
    except SamePerson as error:
        return refuse(403, NOT_YOURS, [error.reason])
    except Conflict as error:
        return _back(number, error.reason)
    return go_to(_page(number))


@register_import.get("/<int:number>/withdraw", needs=MAY_PROPOSE)
def ask_withdrawal(number: int) -> Response:
    """What is given up, and the form for the reason."""
    return _ask_withdrawal(reading.find(current_session(), number), WithdrawForm())


@register_import.post("/<int:number>/withdraw", needs=MAY_PROPOSE)
def withdraw(number: int) -> AnyResponse:
    """Give it up."""
    form = WithdrawForm()
    if not form.validate_on_submit():
        return _ask_withdrawal(reading.find(current_session(), number), form, status=422)
    try:
        acts.withdraw(current_session(), current_viewer(), uploads(), number, form.reason.data or "")
    except Conflict as error:
        return _back(number, error.reason)
    return go_to(_page(number))


def _ask_withdrawal(found: ImportProposal, form: WithdrawForm, status: int = 200) -> Response:
    return render("register_import/withdraw.html", status=status, proposal=found, form=form)


def _back(number: int, reason: str) -> Response:
    flash(reason, "warning")
    return go_to(_page(number))


def _page(number: int) -> str:
    return url_for("register_import.proposal", number=number)
