"""The list of findings."""

from flask import Response, url_for

from blueprints.admin.findings.blueprint import MAY_LOOK, findings
from blueprints.admin.listing import AdminList, ListCell, ListColumn, answer
from blueprints.formatting import day, moment
from models import clock
from models.assurance import finding_lists
from models.assurance.finding import Finding, FindingState

_TAGS = {FindingState.OPEN: "attention", FindingState.DONE: "blue", FindingState.CLOSED: "good"}


@findings.get("", needs=MAY_LOOK)
def index() -> Response:
    """Every finding."""
    today = clock.today()

    def state(one: Finding) -> ListCell:
        if one.is_overdue(today):
            return ListCell("期限超過", tag="bad")
        return ListCell(one.state.label, tag=_TAGS[one.state])

    columns = (
        ListColumn[Finding]("番号", lambda one: ListCell(one.reference, url_for("findings.page", number=one.id))),
        ListColumn[Finding]("題名", lambda one: one.title),
        ListColumn[Finding]("遵守事項", lambda one: one.promise),
        ListColumn[Finding]("状態", state),
        ListColumn[Finding]("期限", lambda one: day(one.due_on), sort="due"),
        ListColumn[Finding]("担当", lambda one: one.owner.login_id),
        ListColumn[Finding]("出所", lambda one: one.source.label),
        ListColumn[Finding]("指摘した日時", lambda one: moment(one.raised_at), sort="at"),
    )
    listed = AdminList("findings", "指摘", finding_lists.findings(today), columns, lambda one: one.id)
    return answer(listed, "findings/index.html")
