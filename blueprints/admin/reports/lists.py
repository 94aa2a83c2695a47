"""The list of reports."""

from flask import Response, url_for

from blueprints.admin.listing import AdminList, ListCell, ListColumn, answer
from blueprints.admin.reports.blueprint import MAY_LOOK, reports
from blueprints.formatting import moment
from blueprints.identity import current_viewer
from blueprints.unit_of_work import current_session
from models import clock
from models.access.permissions import Permission
from models.assurance.sign_off import signatures
from models.reporting import lists, ordering
from models.reporting.filing import signed_in_words
from models.reporting.report import MonthlyReport


@reports.get("", needs=MAY_LOOK)
def index() -> Response:
    """Every version of every report, and the month that has none yet."""
    session = current_session()
    columns = (
        ListColumn[MonthlyReport](
            "報告", lambda one: ListCell(one.title, url_for("reports.page", number=one.id)), sort="month"
        ),
        ListColumn[MonthlyReport]("作成した日時", lambda one: moment(one.drafted_at), sort="at"),
        ListColumn[MonthlyReport]("作成した人", lambda one: one.drafter.login_id),
        ListColumn[MonthlyReport]("署名", lambda one: signed_in_words(signatures(session, one.subject))),
        ListColumn[MonthlyReport]("SHA-256", lambda one: one.sha256[:16]),
    )
    listed = AdminList("monthly-reports", "月次報告", lists.reports(), columns, lambda one: one.id)
    drafts = Permission.REPORT_DRAFT in current_viewer().permissions
    missing = lists.missing_report(session, clock.today())
    new_url = url_for("reports.ask_draft") if drafts else ""
    orders = [one.order for one in ordering.under_way(session)]
    return answer(listed, "reports/index.html", missing=missing, new_url=new_url, today=clock.today(), orders=orders)
