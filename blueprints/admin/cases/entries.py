"""Writing into a case."""

from flask import Response, flash, url_for

from blueprints.admin.cases.blueprint import MAY_HANDLE, cases
from blueprints.admin.cases.forms import NoteForm
from blueprints.identity import current_viewer
from blueprints.rendering import go_to, render
from blueprints.unit_of_work import current_session
from models.cases import handling
from models.cases.visibility import case_for, check_may_handle


@cases.get("/<int:number>/note", needs=MAY_HANDLE)
def ask_note(number: int) -> Response:
    """The form."""
    return _ask(number, NoteForm(formdata=None))


@cases.post("/<int:number>/note", needs=MAY_HANDLE)
def add_note(number: int) -> Response:
    """Write it down."""
    form = NoteForm()
    if not form.validate_on_submit():
        return _ask(number, form, status=422)
    handling.add_note(current_session(), current_viewer(), number, form.text.text)
    flash("記録しました。", "success")
    return go_to(url_for("cases.page", number=number))


def _ask(number: int, form: NoteForm, status: int = 200) -> Response:
    found = case_for(current_session(), current_viewer(), number)
    check_may_handle(current_viewer(), found)
    return render("cases/note.html", status=status, case=found, form=form)
