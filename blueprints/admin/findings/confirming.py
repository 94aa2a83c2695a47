"""The second person: a finding is closed, or given back to its owner."""

from functools import partial

from flask import Response, url_for

from blueprints.admin.answering import carried_out
from blueprints.admin.findings.blueprint import MAY_CONFIRM, findings
from blueprints.admin.findings.forms import ConfirmForm, Wish
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.assurance import following


@findings.get("/<int:number>/confirm", needs=MAY_CONFIRM)
def ask_confirm(number: int) -> Response:
    """The form."""
    return _ask(number, ConfirmForm(formdata=None))


@findings.post("/<int:number>/confirm", needs=MAY_CONFIRM)
def confirm(number: int) -> Response:
    """Decide."""
    form = ConfirmForm()
    if not form.validate_on_submit():
        return _ask(number, form, status=422)
    decide = following.close if form.wish.data == Wish.CLOSE else following.give_back
    act = partial(decide, current_session(), current_viewer(), number, form.text.text)
    return carried_out(act, "判断を記録しました。", url_for("findings.page", number=number), f"finding:{number}")


def _ask(number: int, form: ConfirmForm, status: int = 200) -> Response:
    found = following.finding_for(current_session(), number)
    why_not = following.why_not_confirm(current_viewer(), found)
    return render("findings/confirm.html", status=status, finding=found, form=form, why_not=why_not)
