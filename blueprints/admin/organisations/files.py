"""A file of organisations: upload, what each line would come to, the result as a file, and taking it in."""

from flask import Response, url_for

from blueprints.admin.answering import carried_out
from blueprints.admin.organisations.blueprint import MAY_CHANGE, organisations
from blueprints.admin.reasons import ReasonForm
from blueprints.admin.table_upload import TableUpload, ask_for_table, result_file, take_table
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.administration.two_person_acts import ACTS
from models.people.organisation_file import COLUMNS, lines_of
from models.people.organisation_file_acts import take_in
from models.people.uploaded_table import TableUse, own_table

UPLOAD = TableUpload(
    use=TableUse.ORGANISATIONS,
    columns=COLUMNS,
    heading="組織の登録・変更（CSV）",
    crumb="CSVで登録・変更",
    promise="この時点では、登録内容は変わりません。",
    where="組織",
    list_endpoint="organisations.index",
    shown_at="organisations.table",
)


@organisations.get("/file", needs=MAY_CHANGE)
def ask_table() -> Response:
    """The form for the file."""
    return ask_for_table(UPLOAD)


@organisations.post("/file", needs=MAY_CHANGE)
def upload_table() -> Response:
    """Read it, and go on to what it would come to."""
    return take_table(UPLOAD)


@organisations.get("/file/<int:number>", needs=MAY_CHANGE)
def table(number: int) -> Response:
    """What each line would come to; once the file is taken in, what became of it."""
    return _table(number, ReasonForm())


@organisations.get("/file/<int:number>/result.csv", needs=MAY_CHANGE)
def table_result(number: int) -> Response:
    """The same as a file."""
    kept = own_table(current_session(), current_viewer(), TableUse.ORGANISATIONS, number)
    lines = ((one.number, one.name, one.outcome_label, one.sentence) for one in lines_of(current_session(), kept))
    return result_file(f"saiene-organisations-{number}-result", ("行", "名称", "結果", "内容・理由"), lines)


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
    return carried_out(take_in_all, done, url_for("organisations.table", number=number), f"table:{number}")


def _table(number: int, form: ReasonForm, status: int = 200) -> Response:
    kept = own_table(current_session(), current_viewer(), TableUse.ORGANISATIONS, number)
    lines = lines_of(current_session(), kept)
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.outcome_label] = counts.get(line.outcome_label, 0) + 1
    due = any(line.outcome in {"new", "scope"} for line in lines)
    return render("organisations/table.html", status=status, table=kept, lines=lines, counts=counts, due=due, form=form)
