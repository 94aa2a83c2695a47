"""The list of requests on paper."""

from flask import Response, url_for

from blueprints.admin.listing import AdminList, ListCell, ListColumn, answer
from blueprints.admin.paper_requests.blueprint import MAY_LOOK, paper_requests
from blueprints.formatting import day, moment
from blueprints.identity import current_viewer
from models.access.permissions import Permission
from models.looking_back.paper import requests_on_paper
from models.looking_back.paper_request import PaperRequest


@paper_requests.get("", needs=MAY_LOOK)
def index() -> Response:
    """Newest first; a released one leads to its record for whoever may print it."""
    held = current_viewer().permissions
    prints = Permission.PAPER_REQUEST_RELEASE in held

    def reference(one: PaperRequest) -> ListCell:
        ready = prints and one.released_at is not None
        return ListCell(one.reference, url_for("paper_requests.record", number=one.id) if ready else "")

    columns = (
        ListColumn[PaperRequest]("受付番号", reference),
        ListColumn[PaperRequest]("状態", lambda one: one.state),
        ListColumn[PaperRequest]("請求した人", lambda one: one.requester),
        ListColumn[PaperRequest]("設備ID", lambda one: one.facility_id),
        ListColumn[PaperRequest]("期間", lambda one: f"{day(one.first_day)}～{day(one.last_day)}"),
        ListColumn[PaperRequest]("本人確認", lambda one: one.identity.label),
        ListColumn[PaperRequest]("入力した人", lambda one: one.enterer.person_name),
        ListColumn[PaperRequest]("入力した日時", lambda one: moment(one.entered_at), sort="at"),
    )
    listed = AdminList("paper-requests", "閲覧の記録の書面での請求", requests_on_paper(), columns, lambda one: one.id)
    enter_url = url_for("paper_requests.ask") if Permission.PAPER_REQUEST_ENTER in held else ""
    decide_url = url_for("approvals.index", kind="release_viewing_record", state="proposed")
    return answer(listed, "paper_requests/index.html", enter_url=enter_url, decide_url=decide_url)
