"""Applying for many by a file: upload, what each line would come to, all that can be sent at once, and the result."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Response, url_for

from blueprints.admin.answering import carried_out
from blueprints.admin.requests.blueprint import MAY_ACT, requests
from blueprints.admin.table_upload import TableUpload, ask_for_table, result_file, take_table
from blueprints.confirm_form import ConfirmForm
from blueprints.identity import current_viewer
from blueprints.letters import outgoing
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.people.bulk_applying import Line, apply_for_all, columns_for, lines_of, names_organisations
from models.people.uploaded_table import TableUse, own_table

HEAD = ("行", "組織", "氏名", "メールアドレス", "役割", "結果", "申請の番号", "理由")
UPLOAD = TableUpload(
    use=TableUse.APPLICATIONS,
    columns=(),
    heading="まとめて申請",
    crumb="まとめて申請",
    promise="この時点では、申請は送られません。",
    where="アカウントの申請",
    list_endpoint="requests.index",
    shown_at="requests.table",
)
OF_MANY = "組織の列には、組織の名称か番号を書きます。番号は、組織の一覧にあります。"
OF_ONE = "申請できるのは、自分の所属する組織のアカウントだけです。組織の列は、なくてもかまいません。"


@requests.get("/file", needs=MAY_ACT)
def ask_table() -> Response:
    """The form for the file."""
    return ask_for_table(_upload())


@requests.post("/file", needs=MAY_ACT)
def upload_table() -> Response:
    """Read it, and go on to what it would come to."""
    return take_table(_upload())


@requests.get("/file/<int:number>", needs=MAY_ACT)
def table(number: int) -> Response:
    """What each line would come to; once the file is sent, what became of it."""
    session, viewer = current_session(), current_viewer()
    kept = own_table(session, viewer, TableUse.APPLICATIONS, number)
    lines = lines_of(session, viewer, kept)
    sendable = sum(line.asked is not None for line in lines)
    return render("requests/table.html", table=kept, lines=lines, sendable=sendable, form=ConfirmForm())


@requests.get("/file/<int:number>/result.csv", needs=MAY_ACT)
def table_result(number: int) -> Response:
    """The same as a file."""
    session, viewer = current_session(), current_viewer()
    found = lines_of(session, viewer, own_table(session, viewer, TableUse.APPLICATIONS, number))
    lines = (
        (
            one.number,
            one.organisation,
            one.person_name,
            one.email,
            one.role,
            one.outcome_label,
            one.request,
            one.problem,
        )
        for one in found
    )
    return result_file(f"saiene-requests-{number}-result", HEAD, lines)


@requests.post("/file/<int:number>", needs=MAY_ACT)
def send_table(number: int) -> Response:
    """Send every line that can be sent."""
    session, viewer = current_session(), current_viewer()
    kept = own_table(session, viewer, TableUse.APPLICATIONS, number)

    def apply_for_each() -> Sequence[Line]:
        return apply_for_all(session, outgoing(), viewer, kept)

    return carried_out(apply_for_each, _said, url_for("requests.table", number=number), f"table:{number}")


def _said(lines: Sequence[Line]) -> str:
    sent = sum(bool(line.request) for line in lines)
    return f"{sent} 件の申請を送りました。送らなかった行は {len(lines) - sent} 行です。"


def _upload() -> TableUpload:
    viewer = current_viewer()
    columns, optional = columns_for(viewer)
    note = OF_MANY if names_organisations(viewer) else OF_ONE
    return replace(UPLOAD, columns=columns, optional=optional, note=note)
