"""Every event, and those of a question as a file."""

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Response, flash, request, url_for

from blueprints.admin.audit import shown
from blueprints.admin.audit.blueprint import MAY_LOOK, MAY_TAKE, audit
from blueprints.admin.listing import AdminList, ListColumn, answer
from blueprints.admin.sending import file_answer
from blueprints.identity import current_actor, current_viewer
from blueprints.rendering import go_to
from blueprints.unit_of_work import current_session
from models.access.permissions import Permission
from models.audit.tables import AuditEvent
from models.auditing.acts import acts_told_to, record_looked_at
from models.auditing.selection import MOST_ROWS, Form, TooMany, write_selection
from models.lists import ask

_COLUMNS = (
    ListColumn[AuditEvent]("番号", shown.number),
    ListColumn[AuditEvent]("日時", shown.when, sort="at"),
    ListColumn[AuditEvent]("操作", shown.what),
    ListColumn[AuditEvent]("結果", shown.outcome),
    ListColumn[AuditEvent]("ログインID", shown.actor),
    ListColumn[AuditEvent]("組織・部門", shown.place),
    ListColumn[AuditEvent]("対象", shown.about),
    ListColumn[AuditEvent]("接続元", shown.address),
)


@audit.get("", needs=MAY_LOOK)
def index() -> Response:
    """The list; that it was looked at is recorded, with what was asked."""
    spec = acts_told_to(current_session(), current_viewer())
    question = ask(spec, request.args)
    if request.method != "HEAD":
        record_looked_at(current_session(), current_viewer(), spec, question)
    listed = AdminList(
        "audit",
        "証跡",
        spec,
        _COLUMNS,
        lambda one: one.number,
        empty="この条件に合う証跡はありません。",
        has_file=False,
    )
    files = [(form.label, _address("audit.file", {**question.filters, "form": form.value})) for form in Form]
    may_purge = Permission.TRAIL_PURGE in current_viewer().permissions
    return answer(listed, "audit/index.html", files=files, most=MOST_ROWS, may_purge=may_purge)


@audit.get("/file", needs=MAY_TAKE)
def file() -> Response:
    """The events of a question: as a table, or as lines whose hashes can be checked."""
    if request.method == "HEAD":
        return Response()  # taking it is recorded, and nothing is taken
    spec, form = acts_told_to(current_session(), current_viewer()), Form.read(request.args.get("form", ""))
    question = ask(spec, {name: value for name, value in request.args.items() if name != "form"})
    try:
        made = write_selection(current_session(), current_actor(), spec, question, form)
    except TooMany as refused:
        flash(refused.reason, "warning")
        return go_to(_address("audit.index", question.filters))
    return file_answer(made, f"saiene-audit.{form.value}", form.content_type)


def _address(endpoint: str, values: Mapping[str, str]) -> str:
    return f"{url_for(endpoint)}?{urlencode(values)}"
