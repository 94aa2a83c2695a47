"""The list of inquiries."""

from flask import Response, url_for

from blueprints.admin.inquiries.blueprint import MAY_LIST, inquiry_cases
from blueprints.admin.listing import AdminList, ListCell, ListColumn, answer
from blueprints.formatting import day, moment
from blueprints.identity import current_viewer
from models import clock
from models.access.permissions import Permission
from models.inquiries.inquiry import Inquiry, InquiryState
from models.inquiries.lists import inquiries_for


@inquiry_cases.get("", needs=MAY_LIST)
def index() -> Response:
    """Newest first."""
    today = clock.today()

    def state(one: Inquiry) -> ListCell:
        if one.overdue(today):
            return ListCell("期限超過", tag="bad")
        return ListCell(one.state.label, tag="good" if one.state is InquiryState.ANSWERED else "attention")

    columns = (
        ListColumn[Inquiry](
            "受付番号", lambda one: ListCell(one.reference, url_for("inquiry_cases.page", number=one.id))
        ),
        ListColumn[Inquiry]("状態", state),
        ListColumn[Inquiry]("種類", lambda one: one.kind.label),
        ListColumn[Inquiry]("認定事業者", lambda one: one.organisation.name),
        ListColumn[Inquiry]("設備ID", lambda one: one.facility_id),
        ListColumn[Inquiry]("届いた日時", lambda one: moment(one.sent_at), sort="at"),
        ListColumn[Inquiry]("回答の期限", lambda one: day(one.due_on), sort="due"),
    )
    viewer = current_viewer()
    spec, resolves = inquiries_for(viewer, today), Permission.INQUIRY_HANDLE in viewer.permissions
    return answer(
        AdminList("inquiry-cases", "閲覧についての問合せ", spec, columns, lambda one: one.id),
        "inquiry_cases/index.html",
        resolve_url=url_for("inquiry_cases.ask_number") if resolves else "",
    )
