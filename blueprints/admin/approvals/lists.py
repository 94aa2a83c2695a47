"""The list of approvals."""

from flask import Response, url_for

from blueprints.admin.approvals.blueprint import MAY_LOOK, approvals
from blueprints.admin.listing import AdminList, ListCell, ListColumn, answer
from blueprints.formatting import moment
from blueprints.identity import current_viewer
from models import clock
from models.approvals.approval import Approval, ApprovalState
from models.monitoring.approval_reading import approvals_of

TAGS = {ApprovalState.PROPOSED: "attention", ApprovalState.CARRIED_OUT: "good"}


@approvals.get("", needs=MAY_LOOK)
def index() -> Response:
    """What waits for a second person, and what became of the rest."""
    now = clock.now()

    def state(one: Approval) -> ListCell:
        at = one.state_at(now)
        return ListCell(at.label, tag=TAGS.get(at, "neutral"))

    columns = (
        ListColumn[Approval](
            "番号", lambda one: ListCell(str(one.id), url_for("approvals.page", number=one.id)), numeric=True
        ),
        ListColumn[Approval]("状態", state),
        ListColumn[Approval]("内容", lambda one: one.kind.label),
        ListColumn[Approval]("理由", lambda one: one.reason),
        ListColumn[Approval]("提案した人", lambda one: one.proposer.person_name),
        ListColumn[Approval]("提案した日時", lambda one: moment(one.proposed_at), sort="at"),
        ListColumn[Approval]("期限", lambda one: moment(one.expires_at), sort="expires"),
        ListColumn[Approval]("決めた人", lambda one: one.decider.person_name if one.decider else "―"),
    )
    spec = approvals_of(current_viewer(), now)
    listed = AdminList("approvals", "二人で行う操作", spec, columns, lambda one: one.id)
    return answer(listed, "approvals/index.html")
