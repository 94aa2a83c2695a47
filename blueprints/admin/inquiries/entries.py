"""Writing into an inquiry: the answer, or a note for the officers."""

from enum import StrEnum

from flask import Response, flash, url_for
from flask_wtf import FlaskForm

from blueprints.admin.inquiries.blueprint import MAY_ANSWER, inquiry_cases
from blueprints.identity import current_viewer
from blueprints.incidents.forms import one_of, text_area
from blueprints.letters import deliver_soon, outgoing
from blueprints.rendering import blame, go_to, render
from blueprints.typed import SeenField
from blueprints.unit_of_work import current_session
from models.errors import Conflict
from models.inquiries import handling
from models.inquiries.visibility import case_for


class EntryWish(StrEnum):
    """For whom a line is written."""

    ANSWER = "answer"
    NOTE = "note"


class EntryForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A line of the timeline."""

    wish = one_of(
        "誰のための記録か",
        "",
        [
            (EntryWish.ANSWER, "認定事業者への回答（メールで知らせ、回答済みにする）"),
            (EntryWish.NOTE, "担当だけが読む記録"),
        ],
        "誰のための記録かを選んでください。",
    )
    text = text_area(
        "内容",
        "書いた内容は、後から変えられません。回答には、閲覧した職員の氏名を書かないでください。",
        "内容を書いてください。",
    )

    seen = SeenField()


@inquiry_cases.get("/<int:number>/entry", needs=MAY_ANSWER)
def ask_entry(number: int) -> Response:
    """The form."""
    return _ask(number, EntryForm(formdata=None, seen=_said(number)))


@inquiry_cases.post("/<int:number>/entry", needs=MAY_ANSWER)
def add_entry(number: int) -> Response:
    """Write it down."""
    form = EntryForm()
    if not form.validate_on_submit():
        return _ask(number, form, status=422)
    session, viewer = current_session(), current_viewer()
    if form.wish.data == EntryWish.ANSWER:
        try:
            handling.answer(session, outgoing(), viewer, number, form.text.text, form.seen.number)
        except Conflict as error:
            blame(form.text, error.reason)
            form.seen.tell(_said(number))
            return _ask(number, form, status=422)
    else:
        handling.add_note(session, viewer, number, form.text.text)
    flash("記録しました。", "success")
    return deliver_soon(go_to(url_for("inquiry_cases.page", number=number)))


def _said(number: int) -> int:
    """The last line that the form's page tells of: what is answered."""
    session = current_session()
    return handling.last_said(session, case_for(session, current_viewer(), number))


def _ask(number: int, form: EntryForm, status: int = 200) -> Response:
    found = case_for(current_session(), current_viewer(), number)
    return render("inquiry_cases/entry.html", status=status, inquiry=found, form=form)
