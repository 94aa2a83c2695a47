"""A report worked out anew from the trail: asked for with a button, made by a job, kept with what came of it."""

from flask import Response, url_for

from blueprints.admin.reports.blueprint import MAY_LOOK, MAY_WAIT, reports
from blueprints.identity import current_viewer
from blueprints.progress import progress_of
from blueprints.rendering import go_to, render
from blueprints.unit_of_work import current_session
from models.reporting import filing, recounting
from models.reporting.recount import is_as_filed, last_result, newest_recount

WORKING = "証跡から計算し直しています。"


@reports.post("/<int:number>/recount", needs=MAY_LOOK)
def ask_recount(number: int) -> Response:
    """Have it worked out anew."""
    recounting.ask(current_session(), current_viewer(), number)
    return go_to(url_for("reports.recount", number=number))


@reports.get("/<int:number>/recount", needs=MAY_WAIT)
def recount(number: int) -> Response:
    """How far the recount is, and then what came of it."""
    session = current_session()
    report = filing.report_for(session, number)
    newest = newest_recount(session, report)
    result = None if newest and newest.under_way else last_result(session, report)
    if result is not None:
        filing.record_report_read(session, current_viewer(), report, "recount")
    return render(
        "reports/recount.html",
        "reports/_recount.html",
        report=report,
        as_filed=is_as_filed(session, report),
        progress=progress_of(newest.job, WORKING) if newest and newest.job else None,
        result=result,
        url=url_for("reports.recount", number=number),
    )
