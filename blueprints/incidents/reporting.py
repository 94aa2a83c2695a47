"""Reporting: fill in, check the answers, send. The answers are kept on the way, and lost by no error and no sign-in."""

from flask import Response, flash, url_for

from blueprints.identity import current_viewer
from blueprints.incidents.blueprint import MAY_REPORT, incidents
from blueprints.incidents.forms import ReportForm, SendForm
from blueprints.incidents.showing import answer_rows
from blueprints.letters import deliver_soon, outgoing
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import current_session
from models.errors import Conflict
from models.incidents import drafts, reporting
from models.incidents.answers import HappenedLater, NoticedLater
from models.incidents.incident import TO_PASS_ON
from models.legal.dated import digest


@incidents.get("/new", needs=MAY_REPORT)
def ask_report() -> Response:
    """The form, with what its author has filled in before and not sent."""
    draft = drafts.draft_of(current_session(), current_viewer())
    return _ask(ReportForm.filled_in(draft), has_draft=draft is not None)


@incidents.post("/new", needs=MAY_REPORT)
def fill_in() -> Response:
    """Keep the answers, and show them for a check."""
    form = ReportForm()
    if not form.validate_on_submit():
        return _ask(form, status=422)
    try:
        drafts.keep_draft(current_session(), current_viewer(), form.answers())
    except (NoticedLater, HappenedLater) as error:
        blame(form.noticed_on if isinstance(error, NoticedLater) else form.happened_on, error.reason)
        return _ask(form, status=422)
    return go_to(url_for("incidents.check"))


@incidents.get("/new/check", needs=MAY_REPORT)
def check() -> Response:
    """The answers once more, before they leave."""
    draft = drafts.draft_of(current_session(), current_viewer())
    if draft is None:
        return go_to(url_for("incidents.ask_report"))
    form = SendForm(formdata=None, shown=digest(draft.as_json()))
    return render("incidents/check.html", rows=answer_rows(draft), answers=draft, form=form, hours=_hours())


@incidents.post("/new/check", needs=MAY_REPORT)
def send() -> Response:
    """Send them."""
    form = SendForm()
    form.validate_on_submit()
    try:
        sent = reporting.send(current_session(), outgoing(), current_viewer(), form.shown.data or "")
    except Conflict as error:
        flash(error.reason, "warning")
        return go_to(url_for("incidents.own"))
    flash(f"報告しました。受付番号は {sent.reference} です。", "success")
    return deliver_soon(go_to(url_for("incidents.report", number=sent.id)))


@incidents.post("/new/discard", needs=MAY_REPORT)
def discard() -> Response:
    """Throw away what was filled in."""
    drafts.drop_draft(current_session(), current_viewer())
    flash("入力した内容を消去しました。報告はされていません。", "success")
    return go_to(url_for("incidents.own"))


def _ask(form: ReportForm, status: int = 200, *, has_draft: bool = False) -> Response:
    return render("incidents/new.html", status=status, form=form, has_draft=has_draft, hours=_hours())


def _hours() -> int:
    return int(TO_PASS_ON.total_seconds() // 3600)
