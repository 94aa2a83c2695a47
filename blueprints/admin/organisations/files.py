"""A file of organisations: upload, what each line would come to, the result as a file, and taking it in."""

import csv
import io

from flask import Response, url_for

from blueprints.admin.answering import carried_out
from blueprints.admin.listing import BYTE_ORDER_MARK
from blueprints.admin.organisations.blueprint import MAY_CHANGE, organisations
from blueprints.admin.reasons import ReasonForm
from blueprints.admin.requests.forms import TableForm
from blueprints.admin.uploads import content_of, name_of
from blueprints.identity import current_viewer
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import abandon, current_session
from models.administration.two_person_acts import ACTS
from models.catalogue.file_cells import neutral
from models.people.organisation_file import COLUMNS, lines_of
from models.people.organisation_file_acts import take_in
from models.people.uploaded_table import TableUse, UnreadableTable, keep_table, own_table


@organisations.get("/file", needs=MAY_CHANGE)
def ask_table() -> Response:
    """The form for the file."""
    return render("organisations/table_new.html", form=TableForm(), columns=COLUMNS)


@organisations.post("/file", needs=MAY_CHANGE)
def upload_table() -> Response:
    """Read it, and go on to what it would come to."""
    form = TableForm()
    if not form.validate_on_submit():
        return render("organisations/table_new.html", status=422, form=form, columns=COLUMNS)
    sent = form.file.data
    try:
        kept = keep_table(
            current_session(), current_viewer(), TableUse.ORGANISATIONS, name_of(sent), content_of(sent), COLUMNS
        )
    except UnreadableTable as error:
        abandon()
        blame(form.file, error.reason)
        return render("organisations/table_new.html", status=422, form=form, columns=COLUMNS)
    return go_to(url_for("organisations.table", number=kept.id))


@organisations.get("/file/<int:number>", needs=MAY_CHANGE)
def table(number: int) -> Response:
    """What each line would come to; nothing has been changed."""
    return _table(number, ReasonForm())


@organisations.get("/file/<int:number>/result.csv", needs=MAY_CHANGE)
def table_result(number: int) -> Response:
    """The same as a file."""
    kept = own_table(current_session(), current_viewer(), TableUse.ORGANISATIONS, number)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["行", "名称", "結果", "内容・理由"])
    for line in lines_of(current_session(), kept):
        writer.writerow([neutral(text) for text in (line.number, line.name, line.outcome_label, line.sentence)])
    response = Response(BYTE_ORDER_MARK + buffer.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"saiene-organisations-{number}-result.csv")
    return response


@organisations.post("/file/<int:number>", needs=MAY_CHANGE)
def take_in_table(number: int) -> Response:
    """Take it in."""
    form, session, viewer = ReasonForm(), current_session(), current_viewer()
    if not form.validate_on_submit():
        return _table(number, form, status=422)
    kept, reason = own_table(session, viewer, TableUse.ORGANISATIONS, number), form.reason.data or ""

    def take_in_all() -> None:
        take_in(session, ACTS, viewer, kept, reason)

    done = "取り込みました。承認が必要なものは、もう一人の担当者を待っています。"
    return carried_out(take_in_all, done, url_for("approvals.index", state="proposed"), f"table:{number}")


def _table(number: int, form: ReasonForm, status: int = 200) -> Response:
    kept = own_table(current_session(), current_viewer(), TableUse.ORGANISATIONS, number)
    lines = lines_of(current_session(), kept) if kept.used_at is None else []
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.outcome_label] = counts.get(line.outcome_label, 0) + 1
    due = any(line.outcome in {"new", "changed", "scope"} for line in lines)
    return render("organisations/table.html", status=status, table=kept, lines=lines, counts=counts, due=due, form=form)
