"""One report: read and printed, signed, taken as a workbook."""

from functools import partial

from flask import Response, request, url_for

from blueprints.admin.answering import carried_out
from blueprints.admin.reports.blueprint import MAY_LOOK, MAY_SIGN, reports
from blueprints.admin.signing import SignForm
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.reporting import filing
from models.reporting.cover import cover_of
from models.reporting.recount import last_result
from models.reporting.workbook import workbook_of

ROWS_SHOWN = 300
"""So many rows of a table stand on the page and on paper; the workbook has them all."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@reports.get("/<int:number>", needs=MAY_LOOK)
def page(number: int) -> Response:
    """The report on screen and on paper."""
    return _page(number, SignForm(formdata=None))


@reports.post("/<int:number>/sign", needs=MAY_SIGN)
def sign(number: int) -> Response:
    """Sign what was shown, as the system manager or as the owner."""
    form = SignForm()
    if not form.validate_on_submit():
        return _page(number, form, status=422)
    shown, remark = form.shown.data or "", form.remark.text
    act = partial(filing.sign_report, current_session(), current_viewer(), number, shown, remark)
    return carried_out(act, "署名しました。", url_for("reports.page", number=number), f"monthly-report:{number}")


@reports.get("/<int:number>/file", needs=MAY_LOOK)
def file(number: int) -> Response:
    """The report as an Excel workbook."""
    session = current_session()
    report = filing.report_for(session, number)
    if request.method != "HEAD":
        filing.record_report_read(session, current_viewer(), report, "file")
    response = Response(workbook_of(report.figures, cover_of(session, report)), content_type=XLSX)
    name = f"saiene-{report.month}-v{report.version}.xlsx"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _page(number: int, form: SignForm, status: int = 200) -> Response:
    session, viewer = current_session(), current_viewer()
    report = filing.report_for(session, number)
    filing.record_report_read(session, viewer, report, "page")
    form.shown.data = report.sha256
    why_not = filing.why_not_sign(session, viewer, report)
    return render(
        "reports/page.html",
        status=status,
        report=report,
        cover=cover_of(session, report),
        figures=report.figures,
        shown=ROWS_SHOWN,
        newest=filing.newest_version(session, report),
        recount=last_result(session, report),
        form=None if why_not else form,
        why_not=why_not,
    )
