"""The queue of applications."""

from flask import Response, url_for

from blueprints.admin.listing import AdminList, BulkAct, ListCell, ListColumn, answer
from blueprints.admin.requests.blueprint import MAY_LOOK, requests
from blueprints.formatting import day, moment
from blueprints.identity import current_viewer
from models.access.permissions import Permission
from models.people.bulk_applying import names_organisations
from models.people.request import AccountRequest, RequestState
from models.people.request_reading import requests_of

TAGS = {
    RequestState.SENT: "attention",
    RequestState.ASKED_BACK: "blue",
    RequestState.ISSUED: "good",
    RequestState.REFUSED: "bad",
}


@requests.get("", needs=MAY_LOOK)
def index() -> Response:
    """What waits, and what became of the rest."""
    columns = (
        ListColumn[AccountRequest](
            "番号", lambda one: ListCell(str(one.id), url_for("requests.page", number=one.id)), numeric=True
        ),
        ListColumn[AccountRequest]("状態", lambda one: ListCell(one.state.label, tag=TAGS.get(one.state, "neutral"))),
        ListColumn[AccountRequest]("氏名", lambda one: one.person_name, sort="name"),
        ListColumn[AccountRequest]("組織", lambda one: one.organisation.name, sort="organisation"),
        ListColumn[AccountRequest]("役割", lambda one: one.role.label),
        ListColumn[AccountRequest]("利用開始日", lambda one: day(one.starts_on)),
        ListColumn[AccountRequest]("申請した人", lambda one: one.applicant.person_name),
        ListColumn[AccountRequest]("申請した日時", lambda one: moment(one.applied_at), sort="at"),
    )
    viewer = current_viewer()
    decides = viewer.permissions & {Permission.REQUEST_DECIDE, Permission.PRIVILEGED_ACCOUNT_APPLY}
    acts = (
        BulkAct("選んだ申請を発行する", url_for("requests.ask_issue_all")),
        BulkAct("選んだ申請を却下する", url_for("requests.ask_refuse_all")),
    )
    bulk = acts if decides else ()
    spec = requests_of(viewer)
    listed = AdminList("requests", "アカウントの申請", spec, columns, lambda one: one.id, bulk=bulk)
    apply_url = url_for("requests.ask_details") if Permission.DESK in viewer.permissions else ""
    file_url = url_for("requests.ask_table") if apply_url or names_organisations(viewer) else ""
    return answer(listed, "requests/index.html", apply_url=apply_url, file_url=file_url)
