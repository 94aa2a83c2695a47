"""Writing into a case: a note for the officers, or an answer for who reported."""

from flask import Response, flash, url_for

from blueprints.admin.incidents.blueprint import MAY_HANDLE, incident_cases
from blueprints.admin.incidents.forms import EntryForm, EntryWish
from blueprints.identity import current_viewer
from blueprints.letters import deliver_soon, outgoing
from blueprints.rendering import go_to, render
from blueprints.unit_of_work import current_session
from models.incidents import handling
from models.incidents.visibility import case_for


@incident_cases.get("/<int:number>/entry", needs=MAY_HANDLE)
def ask_entry(number: int) -> Response:
    """The form."""
    return _ask(number, EntryForm(formdata=None))


@incident_cases.post("/<int:number>/entry", needs=MAY_HANDLE)
def add_entry(number: int) -> Response:
    """Write it down."""
    form = EntryForm()
    if not form.validate_on_submit():
        return _ask(number, form, status=422)
    session, viewer = current_session(), current_viewer()
    if form.wish.data == EntryWish.ANSWER:
        handling.answer(session, outgoing(), viewer, number, form.text.text)
    else:
        handling.add_note(session, viewer, number, form.text.text)
    flash("記録しました。", "success")
    return deliver_soon(go_to(url_for("incident_cases.page", number=number)))


def _ask(number: int, form: EntryForm, status: int = 200) -> Response:
    found = case_for(current_session(), current_viewer(), number)
    return render("incident_cases/entry.html", status=status, incident=found, form=form)
