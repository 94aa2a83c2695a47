"""Files over the quota that wait: the list, what one of them would hold, and the decision."""

from flask import Response, url_for
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from blueprints.admin.answering import carried_out
from blueprints.admin.listing import AdminList, ListCell, ListColumn, answer
from blueprints.certifications.excess import TAGS
from blueprints.formatting import moment
from blueprints.formatting import number as grouped
from blueprints.guarded import GuardedBlueprint
from blueprints.identity import current_viewer
from blueprints.letters import outgoing
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models import clock
from models.access.admission import permitted
from models.access.permissions import Permission
from models.certifications.excess import deciding
from models.certifications.excess.reading import asked_for, requests_to_decide
from models.certifications.excess.request import LONGEST_REASON, ExportRequest, RequestState
from models.certifications.excess.visibility import check_may_decide, request_to_decide
from models.errors import Forbidden
from models.monitoring.upper_limits import limit_reached

export_requests = GuardedBlueprint("export_requests", __name__, url_prefix="/exports/requests")
MAY_LOOK = permitted(Permission.EXPORT_DECIDE)
MAY_DECIDE = permitted(Permission.EXPORT_DECIDE, step_up=True)


class WhyForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Why it is not approved."""

    why = StringField(
        "承認しない理由",
        description=f"申請した人に示されます。{LONGEST_REASON} 文字以内。監査の証跡に残ります。",
        validators=[
            DataRequired("承認しない理由を書いてください。"),
            Length(max=LONGEST_REASON, message=f"理由は {LONGEST_REASON} 文字以内で書いてください。"),
        ],
    )


@export_requests.get("", needs=MAY_LOOK)
def index() -> Response:
    """The list."""
    now = clock.now()
    columns = (
        ListColumn[ExportRequest](
            "申請番号", lambda one: ListCell(str(one.id), url_for("export_requests.page", number=one.id))
        ),
        ListColumn[ExportRequest]("状態", lambda one: ListCell(one.state_at(now).label, tag=TAGS[one.state_at(now)])),
        ListColumn[ExportRequest]("申請した人", lambda one: one.asker.person_name),
        ListColumn[ExportRequest]("組織", lambda one: one.organisation.name),
        ListColumn[ExportRequest]("件数", lambda one: grouped(one.rows), sort="rows", numeric=True),
        ListColumn[ExportRequest]("目的", lambda one: one.purpose.label),
        ListColumn[ExportRequest]("承認する人", lambda one: one.goes_to.label),
        ListColumn[ExportRequest]("申請した日時", lambda one: moment(one.asked_at), sort="at"),
        ListColumn[ExportRequest]("期限", lambda one: moment(one.expires_at), sort="expires"),
    )
    spec = requests_to_decide(current_viewer(), now)
    listed = AdminList("export-requests", "上限を超える書き出しの申請", spec, columns, lambda one: one.id)
    return answer(listed, "export_requests/index.html")


@export_requests.get("/<int:number>", needs=MAY_LOOK)
def page(number: int) -> Response:
    """Exactly what would be taken, and why. That it was looked at is recorded."""
    return _page(number, WhyForm(formdata=None))


@export_requests.post("/<int:number>/approve", needs=MAY_DECIDE)
def approve(number: int) -> Response:
    """Let it be taken, once."""

    def approve_export() -> None:
        deciding.approve(current_session(), outgoing(), current_viewer(), number)

    return carried_out(approve_export, "承認しました。", _url(number), f"export-request:{number}")


@export_requests.post("/<int:number>/decline", needs=MAY_DECIDE)
def decline(number: int) -> Response:
    """Refuse it, with a reason."""
    form = WhyForm()
    if not form.validate_on_submit():
        return _page(number, form, status=422)
    why = form.why.data or ""

    def decline_export() -> None:
        deciding.decline(current_session(), outgoing(), current_viewer(), number, why)

    return carried_out(decline_export, "承認しませんでした。", _url(number), f"export-request:{number}")


def _url(number: int) -> str:
    return url_for("export_requests.page", number=number)


def _page(number: int, form: WhyForm, status: int = 200) -> Response:
    session, viewer = current_session(), current_viewer()
    found = request_to_decide(session, viewer, number)
    deciding.record_reading(session, viewer, found)
    phase = found.state_at(clock.now())
    return render(
        "export_requests/page.html",
        status=status,
        asked=found,
        words=asked_for(found, viewer),
        phase=phase,
        waits=phase is RequestState.ASKED,
        why_not=_why_not(found),
        stopped_by=limit_reached(session, found.organisation.kind, found.asker.role, found.rows),
        form=form,
    )


def _why_not(found: ExportRequest) -> str:
    try:
        check_may_decide(current_viewer(), found)
    except Forbidden as error:
        return error.reason
    return ""
