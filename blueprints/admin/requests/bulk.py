"""Applying for many by a file: upload, what each line would come to, and all that can be sent in one act."""

from flask import Response, url_for

from blueprints.admin.answering import carried_out
from blueprints.admin.requests.blueprint import MAY_ACT, requests
from blueprints.admin.table_upload import TableUpload, ask_for_table, take_table
from blueprints.confirm_form import ConfirmForm
from blueprints.identity import current_viewer
from blueprints.letters import outgoing
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.people.bulk_applying import COLUMNS, OPTIONAL_COLUMNS, apply_for_all, lines_of
from models.people.uploaded_table import TableUse, own_table

UPLOAD = TableUpload(
    use=TableUse.APPLICATIONS,
    columns=COLUMNS,
    optional=OPTIONAL_COLUMNS,
    heading="まとめて申請",
    crumb="まとめて申請",
    promise="この時点では、申請は送られません。",
    where="アカウントの申請",
    list_endpoint="requests.index",
    shown_at="requests.table",
)


@requests.get("/file", needs=MAY_ACT)
def ask_table() -> Response:
    """The form for the file."""
    return ask_for_table(UPLOAD)


@requests.post("/file", needs=MAY_ACT)
def upload_table() -> Response:
    """Read it, and go on to what it would come to."""
    return take_table(UPLOAD)


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
