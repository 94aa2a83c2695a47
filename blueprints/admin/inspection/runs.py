"""Inspections: the list, making one, one of them to be read, printed and signed, and as a file."""

import csv
import io
from functools import partial

from flask import Response, flash, request, url_for

from blueprints.admin.answering import carried_out
from blueprints.admin.inspection.blueprint import MAY_LOOK, MAY_RUN, MAY_SIGN, inspection
from blueprints.admin.listing import BYTE_ORDER_MARK, AdminList, ListCell, ListColumn, answer
from blueprints.admin.signing import SignForm
from blueprints.formatting import moment, number
from blueprints.identity import current_actor, current_viewer
from blueprints.own_answers import present_ground
from blueprints.rendering import go_to, render
from blueprints.unit_of_work import current_session, writes_late
from models.access.permissions import Permission
from models.assurance.run import InspectionRun, acknowledge, is_acknowledged, keep_run, record_run_read, run_for, runs
from models.assurance.sign_off import signatures
from models.catalogue.file_cells import neutral
from models.inspection.examining import Inspection, Line, inspect_all

HEADS = ("遵守事項", "点検", "結果", "見たもの", "証拠", "符号")
# Everything is looked at before the turn to write is taken.
writes_late("inspection.make")


@inspection.get("", needs=MAY_LOOK)
def index() -> Response:
    """Every inspection that was kept."""
    session, viewer = current_session(), current_viewer()

    def noted(run: InspectionRun) -> ListCell:
        return (
            ListCell("確認済み", tag="good") if is_acknowledged(session, run) else ListCell("確認待ち", tag="attention")
        )

    columns = (
        ListColumn[InspectionRun](
            "番号", lambda run: ListCell(run.reference, url_for("inspection.page", number=run.id))
        ),
        ListColumn[InspectionRun]("日時", lambda run: moment(run.made_at), sort="at"),
        ListColumn[InspectionRun]("守られている", lambda run: number(run.kept), sort="kept", numeric=True),
        ListColumn[InspectionRun]("守られていない", lambda run: number(run.not_kept), sort="not_kept", numeric=True),
        ListColumn[InspectionRun]("確認できない", lambda run: number(run.unknown), sort="unknown", numeric=True),
        ListColumn[InspectionRun]("行った人", lambda run: run.who),
        ListColumn[InspectionRun]("保有者の確認", noted),
    )
    listed = AdminList("inspections", "自己点検", runs(), columns, lambda run: run.id)
    may_run = Permission.INSPECTION_RUN in viewer.permissions
    return answer(listed, "inspection/index.html", run_url=url_for("inspection.make") if may_run else "")


@inspection.post("/run", needs=MAY_RUN)
def make() -> Response:
    """Inspect now, and file the result."""
    found = inspect_all(present_ground())
    run = keep_run(current_session(), current_actor(), found.to_text(), found.sha256, found.counts)
    flash("自己点検を行い、結果を保存しました。", "success")
    return go_to(url_for("inspection.page", number=run.id))


@inspection.get("/<int:number>", needs=MAY_LOOK)
def page(number: int) -> Response:
    """The result, promise by promise, to be printed and signed."""
    return _page(number, SignForm(formdata=None))


@inspection.post("/<int:number>/acknowledge", needs=MAY_SIGN)
def note(number: int) -> Response:
    """The owner takes note of the result."""
    form = SignForm()
    if not form.validate_on_submit():
        return _page(number, form, status=422)
    shown, remark = form.shown.data or "", form.remark.text
    act = partial(acknowledge, current_session(), current_viewer(), number, shown, remark)
    done = "自己点検の結果を確認しました。"
    return carried_out(act, done, url_for("inspection.page", number=number), f"inspection-run:{number}")


@inspection.get("/<int:number>/file", needs=MAY_LOOK)
def file(number: int) -> Response:
    """The result as CSV."""
    run = run_for(current_session(), number)
    if request.method != "HEAD":
        record_run_read(current_session(), current_viewer(), run, "file")
    response = Response(csv_of(Inspection.of_text(run.document)), content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{run.reference}.csv")
    return response


def csv_of(found: Inspection) -> str:
    """An inspection's lines as CSV, with a byte order mark."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADS)
    for line in found.lines:
        writer.writerow([neutral(cell) for cell in _cells(line)])
    return BYTE_ORDER_MARK + buffer.getvalue()


def _cells(line: Line) -> tuple[str, ...]:
    return (line.promise, line.title, line.result.label, line.looks_at, line.evidence, line.code)


def _page(number: int, form: SignForm, status: int = 200) -> Response:
    session, viewer = current_session(), current_viewer()
    run = run_for(session, number)
    record_run_read(session, viewer, run, "page")
    signed = signatures(session, run.subject)
    form.shown.data = run.sha256
    may_sign = Permission.REPORT_SIGN in viewer.permissions and not is_acknowledged(session, run)
    return render(
        "inspection/page.html",
        status=status,
        run=run,
        found=Inspection.of_text(run.document),
        signed=signed,
        form=form if may_sign else None,
        raises=Permission.FINDING_RAISE in viewer.permissions,
    )
