"""The list of exports; ``?file=…`` leads to the act behind a file number."""

from flask import Response, request, url_for

from blueprints.admin.exports.blueprint import MAY_TRACE, export_traces
from blueprints.admin.listing import FILE, AdminList, ListCell, ListColumn, answer
from blueprints.formatting import NOTHING, moment
from blueprints.formatting import number as grouped
from blueprints.identity import current_viewer
from blueprints.rendering import go_to
from blueprints.unit_of_work import current_session
from models.audit.tables import AuditEvent
from models.certifications.export_format import ExportFormat
from models.certifications.tracing.number import read_digest, read_file_number
from models.certifications.tracing.trace import exports_made, number_meant, purpose_of

AS_LIST = "csv"
LONGEST = 100
_COLUMNS = (
    ListColumn[AuditEvent](
        "ファイル番号",
        lambda one: ListCell(
            one.details["file_number"], url_for("export_traces.page", number=one.details["file_number"])
        ),
    ),
    ListColumn[AuditEvent]("日時", lambda one: moment(one.at), sort="at"),
    ListColumn[AuditEvent]("ID", lambda one: one.login_id),
    ListColumn[AuditEvent]("組織", lambda one: one.organisation),
    ListColumn[AuditEvent]("部門", lambda one: one.unit or NOTHING),
    ListColumn[AuditEvent]("目的", purpose_of),
    ListColumn[AuditEvent]("件数", lambda one: grouped(one.details["total"]), numeric=True),
    ListColumn[AuditEvent]("項目数", lambda one: grouped(len(one.details["items"])), numeric=True),
    ListColumn[AuditEvent]("形式", lambda one: ExportFormat(one.details["format"]).label),
)
_ABSENT = "この番号又は照合値の書き出しはありません。もう一度確かめてください。"
_NEITHER = "ファイル番号（例：20260511-7K2MQXZ4）の形でも、照合値（64桁の0～9とa～f）の形でもありません。"


@export_traces.get("", needs=MAY_TRACE)
def index() -> Response:
    """Newest first; whoever asks for a file by its number or digest is led to its page."""
    typed = request.args.get(FILE, "").strip()[:LONGEST]
    asked = read_digest(typed) or read_file_number(typed)
    if asked and request.method != "HEAD":  # asking is recorded
        number = number_meant(current_session(), current_viewer(), typed)
        if number is not None:
            return go_to(url_for("export_traces.page", number=number))
    listed = AdminList("exports", "書き出したファイル", exports_made(), _COLUMNS, lambda one: one.number)
    wrong = typed if typed != AS_LIST else ""
    problem = _ABSENT if asked else _NEITHER if wrong else ""
    return answer(listed, "export_traces/index.html", typed=wrong, problem=problem)
