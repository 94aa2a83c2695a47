"""What is done about a finding: a note, the word that it is done, another owner or last day."""

from functools import partial

from flask import Response, url_for

from blueprints.admin.answering import carried_out
from blueprints.admin.findings.blueprint import MAY_HANDLE, MAY_LOOK, findings
from blueprints.admin.findings.forms import DoneForm, DutyForm, NoteForm
from blueprints.identity import current_viewer
from blueprints.rendering import blame, render
from blueprints.unit_of_work import current_session
from models.assurance import following
from models.assurance.following import WrongDueDay, WrongOwner

_FIELDS = {WrongOwner: "owner", WrongDueDay: "due_on"}


@findings.get("/<int:number>/note", needs=MAY_LOOK)
def ask_note(number: int) -> Response:
    """The form."""
    return _ask("findings/note.html", number, NoteForm(formdata=None))


@findings.post("/<int:number>/note", needs=MAY_LOOK)
def add_note(number: int) -> Response:
    """Write it down."""
    form = NoteForm()
    if not form.validate_on_submit():
        return _ask("findings/note.html", number, form, status=422)
    act = partial(following.add_note, current_session(), current_viewer(), number, form.text.text)
    return carried_out(act, "記録しました。", url_for("findings.page", number=number), f"finding:{number}")


@findings.get("/<int:number>/done", needs=MAY_HANDLE)
def ask_done(number: int) -> Response:
    """The form, for its owner."""
    return _ask("findings/done.html", number, DoneForm(formdata=None))


@findings.post("/<int:number>/done", needs=MAY_HANDLE)
def finish(number: int) -> Response:
    """Its owner says that it is done."""
    form = DoneForm()
    if not form.validate_on_submit():
        return _ask("findings/done.html", number, form, status=422)
    act = partial(following.finish, current_session(), current_viewer(), number, form.text.text)
    done = "対応の終了を記録しました。保有者担当又は外部監査人の確認を待ちます。"
    return carried_out(act, done, url_for("findings.page", number=number), f"finding:{number}")


@findings.get("/<int:number>/duty", needs=MAY_HANDLE)
def ask_duty(number: int) -> Response:
    """The form over the present owner and day."""
    found = following.finding_for(current_session(), number)
    form = DutyForm(formdata=None, owner=found.owner.login_id, due_on=found.due_on)
    return _ask("findings/duty.html", number, form)


@findings.post("/<int:number>/duty", needs=MAY_HANDLE)
def change_duty(number: int) -> Response:
    """Give it to somebody else, or until another day."""
    form, session = DutyForm(), current_session()
    if not form.validate_on_submit():
        return _ask("findings/duty.html", number, form, status=422)
    owner, day, why = form.owner.text, form.due_on.day, form.why.text
    act = partial(following.change_duty, session, current_viewer(), number, owner, day, why)
    try:
        return carried_out(act, "変更しました。", url_for("findings.page", number=number), f"finding:{number}")
    except tuple(_FIELDS) as error:
        blame(form[_FIELDS[type(error)]], error.reason)
        return _ask("findings/duty.html", number, form, status=422)


def _ask(template: str, number: int, form: NoteForm | DoneForm | DutyForm, status: int = 200) -> Response:
    return render(template, status=status, finding=following.finding_for(current_session(), number), form=form)
