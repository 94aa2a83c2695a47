"""Giving a published version up before its day."""

from datetime import date

from flask import Response, url_for

from blueprints.admin.reasons import ReasonForm
from blueprints.admin.texts.blueprint import MAY_DECIDE, MAY_EDIT, texts
from blueprints.identity import current_viewer
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import abandon, current_session
from models.errors import DomainError, NotFound
from models.publishing import calling_off
from models.publishing.documents import document_named


@texts.get("/coming/<string:document>/<string:version>/call-off", needs=MAY_EDIT)
def ask_call_off(document: str, version: str) -> Response:
    """What calling it off means."""
    return _ask(document, version, ReasonForm(formdata=None))


@texts.post("/coming/<string:document>/<string:version>/call-off", needs=MAY_DECIDE)
def call_off(document: str, version: str) -> Response:
    """On to the approval, which now waits for somebody else."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _ask(document, version, form, status=422)
    session, viewer = current_session(), current_viewer()
    try:
        approval = calling_off.propose(session, viewer, document, _day(version), form.reason.data or "")
    except NotFound:
        raise
    except DomainError as error:
        abandon()
        blame(form.reason, error.reason)
        return _ask(document, version, form, status=422)
    return go_to(url_for("approvals.page", number=approval.id))


def _ask(document: str, version: str, form: ReasonForm, status: int = 200) -> Response:
    coming = calling_off.coming_version(current_session(), document, _day(version))
    return render(
        "texts/call_off.html", status=status, document=document_named(document), version=coming.version, form=form
    )


def _day(version: str) -> date:
    """Raises ``NotFound`` for what is no day."""
    try:
        return date.fromisoformat(version)
    except ValueError:
        raise NotFound from None
