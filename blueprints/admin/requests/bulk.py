"""Applying for many by a file: upload, what each line would come to, and all that can be sent in one act."""

from flask import Response, url_for

from blueprints.admin.answering import carried_out
from blueprints.admin.requests.blueprint import MAY_ACT, requests
from blueprints.admin.requests.forms import TableForm
from blueprints.admin.uploads import content_of, name_of
from blueprints.confirm_form import ConfirmForm
from blueprints.identity import current_viewer
from blueprints.letters import outgoing
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import abandon, current_session
from models.people.bulk_applying import COLUMNS, apply_for_all, lines_of
from models.people.uploaded_table import TableUse, UnreadableTable, keep_table, own_table


@requests.get("/file", needs=MAY_ACT)
def ask_table() -> Response:
    """The form for the file."""
    return render("requests/table_new.html", form=TableForm(), columns=COLUMNS)


@requests.post("/file", needs=MAY_ACT)
def upload_table() -> Response:
    """Read it, and go on to what it would come to."""
    form = TableForm()
    if not form.validate_on_submit():
        return render("requests/table_new.html", status=422, form=form, columns=COLUMNS)
    sent = form.file.data
    try:
        kept = keep_table(
            current_session(), current_viewer(), TableUse.APPLICATIONS, name_of(sent), content_of(sent), COLUMNS
        )
    except UnreadableTable as error:
        abandon()
        blame(form.file, error.reason)
        return render("requests/table_new.html", status=422, form=form, columns=COLUMNS)
    return go_to(url_for("requests.table", number=kept.id))


@requests.get("/file/<int:number>", needs=MAY_ACT)
def table(number: int) -> Response:
    """What each line would come to; nothing has been sent."""
    session, viewer = current_session(), current_viewer()
    kept = own_table(session, viewer, TableUse.APPLICATIONS, number)
    lines = lines_of(session, viewer, kept, viewer.actor.organisation_id or 0) if kept.used_at is None else []
    sendable = sum(line.asked is not None for line in lines)
    return render("requests/table.html", table=kept, lines=lines, sendable=sendable, form=ConfirmForm())


@requests.post("/file/<int:number>", needs=MAY_ACT)
def send_table(number: int) -> Response:
    """Send every line that can be sent."""
    session, viewer = current_session(), current_viewer()
    kept = own_table(session, viewer, TableUse.APPLICATIONS, number)

    def apply_for_each() -> None:
        apply_for_all(session, outgoing(), viewer, kept, viewer.actor.organisation_id or 0)

    address = url_for("requests.index", state="sent")
    return carried_out(apply_for_each, "申請を送りました。", address, f"table:{number}")
