"""One file over the quota: asking for it, following what becomes of it, and taking it once it is approved."""

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from blueprints.admin.answering import carried_out
from blueprints.admin.listing import AdminList, ListCell, ListColumn, answer
from blueprints.certifications.addresses import excess_url, export_url, search_url
from blueprints.certifications.blueprint import certifications
from blueprints.certifications.export import offer_purposes
from blueprints.certifications.files import keeping, limits
from blueprints.certifications.forms import ExportForm
from blueprints.certifications.search import criteria_of_request
from blueprints.formatting import moment
from blueprints.formatting import number as grouped
from blueprints.identity import current_viewer, is_freshly_proved
from blueprints.letters import deliver_soon, outgoing
from blueprints.refusals import ask_code_first
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import abandon, current_session, writes_late
from models import clock
from models.certifications import export as exporting
from models.certifications.excess import asking, using
from models.certifications.excess.reading import asked_for, own_requests
from models.certifications.excess.request import LONGEST_REASON, OPEN_FOR, ExportRequest, RequestState
from models.certifications.excess.visibility import own_request
from models.certifications.export import MAY_EXPORT, ExportPlan
from models.certifications.export_format import ExportFormat
from models.certifications.export_order import Wish
from models.errors import DomainError
from models.legal.purposes import Purpose
from models.monitoring.upper_limits import limit_reached

# The list is counted before anything is written: a slow question holds nobody up.
writes_late("certifications.send_excess")
TAGS = {
    RequestState.ASKED: "attention",
    RequestState.APPROVED: "good",
    RequestState.DECLINED: "bad",
    RequestState.WITHDRAWN: "neutral",
    RequestState.EXPIRED: "neutral",
    RequestState.USED: "blue",
}


class ExcessForm(ExportForm):
    """What a file's form asks, and why more than usual is needed."""

    reason = StringField(
        "上限を超えて必要な理由",
        description=f"承認する人が読みます。{LONGEST_REASON} 文字以内。監査の証跡に残ります。",
        validators=[
            DataRequired("理由を書いてください。"),
            Length(max=LONGEST_REASON, message=f"理由は {LONGEST_REASON} 文字以内で書いてください。"),
        ],
    )


@certifications.get("/export/ask", needs=MAY_EXPORT)
def ask_excess() -> AnyResponse:
    """What is asked for, and the form."""
    if request.method == "HEAD":
        return Response()  # counting the list is a reading, and nobody is shown it
    criteria = criteria_of_request()
    if criteria.problems:
        return redirect(search_url(criteria), code=303)
    form = ExcessForm(formdata=None)
    offer_purposes(form)
    return _ask(exporting.plan(current_session(), current_viewer(), criteria, limits()), form)


@certifications.post("/export/ask", needs=MAY_EXPORT)
def send_excess() -> AnyResponse:
    """Lay it before who decides."""
    criteria = criteria_of_request()
    if criteria.problems:
        return redirect(search_url(criteria), code=303)
    session, viewer, form = current_session(), current_viewer(), ExcessForm()
    plan = exporting.plan(session, viewer, criteria, limits())
    offer_purposes(form)
    if not form.validate_on_submit():
        return _ask(plan, form, status=422)
    wish = Wish(plan.criteria, Purpose(form.purpose.data), form.note.data or "", ExportFormat(form.format.data))
    try:
        asked = asking.ask(session, outgoing(), viewer, wish, form.reason.data or "", limits())
    except DomainError as error:
        abandon()
        blame(form.reason, error.reason)
        return _ask(plan, form, status=422)
    return deliver_soon(go_to(url_for("certifications.excess", number=asked.id)))


@certifications.get("/export/requests", needs=MAY_EXPORT)
def own_excess() -> Response:
    """What I have asked for."""
    now = clock.now()
    columns = (
        ListColumn[ExportRequest](
            "申請番号", lambda one: ListCell(str(one.id), url_for("certifications.excess", number=one.id))
        ),
        ListColumn[ExportRequest]("状態", lambda one: ListCell(one.state_at(now).label, tag=TAGS[one.state_at(now)])),
        ListColumn[ExportRequest]("件数", lambda one: grouped(one.rows), sort="rows", numeric=True),
        ListColumn[ExportRequest]("承認する人", lambda one: one.goes_to.label),
        ListColumn[ExportRequest]("申請した日時", lambda one: moment(one.asked_at), sort="at"),
        ListColumn[ExportRequest]("期限", lambda one: moment(one.expires_at), sort="expires"),
    )
    spec = own_requests(current_viewer(), now)
    listed = AdminList("export-requests", "上限を超える書き出しの申請", spec, columns, lambda one: one.id)
    return answer(listed, "certifications/excess_own.html")


@certifications.get("/export/requests/<int:number>", needs=MAY_EXPORT)
def excess(number: int) -> Response:
    """One of them, with what can be done with it now."""
    session, viewer = current_session(), current_viewer()
    found = own_request(session, viewer, number)
    return render(
        "certifications/excess.html",
        asked=found,
        words=asked_for(found, viewer),
        phase=found.state_at(clock.now()),
        stopped_by=limit_reached(session, viewer.kind, viewer.role, found.rows),
        file_url=url_for("certifications.exported", number=found.file_number) if found.file_number else "",
    )


@certifications.post("/export/requests/<int:number>/take", needs=MAY_EXPORT)
def take_excess(number: int) -> AnyResponse:
    """Take the approved file: a job makes it. It wants a fresh code where any file would."""
    page = url_for("certifications.excess", number=number)
    proved = is_freshly_proved()
    if using.wants_code(current_session(), current_viewer(), number) and not proved:
        return ask_code_first(page)

    def take_file() -> str:
        return using.use(current_session(), current_viewer(), number, keeping(), proved=proved)

    return carried_out(take_file, lambda one: f"ファイル {one} を作成しています。", page, f"export-request:{number}")


@certifications.post("/export/requests/<int:number>/withdraw", needs=MAY_EXPORT)
def withdraw_excess(number: int) -> Response:
    """Take it back."""

    def withdraw_request() -> None:
        asking.withdraw(current_session(), current_viewer(), number)

    page = url_for("certifications.excess", number=number)
    return carried_out(withdraw_request, "申請を取り下げました。", page, f"export-request:{number}")


def _ask(plan: ExportPlan, form: ExcessForm, status: int = 200) -> Response:
    return render(
        "certifications/excess_ask.html",
        status=status,
        plan=plan,
        form=form,
        hours=int(OPEN_FOR.total_seconds() // 3600),
        back_url=export_url(plan.criteria),
        search_url=search_url(plan.criteria),
        action=excess_url(plan.criteria),
    )
