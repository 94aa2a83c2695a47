"""A list as a file: first what it will be and what may be taken, then purpose and form, then the file."""

from collections.abc import Iterator
from datetime import timedelta

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs describe an older WTForms

from blueprints.certifications.addresses import excess_url, export_url, search_url
from blueprints.certifications.blueprint import certifications
from blueprints.certifications.files import file_response, keeping, limits
from blueprints.certifications.forms import ExportForm
from blueprints.certifications.search import criteria_of_request
from blueprints.identity import current_person, current_viewer, is_freshly_proved, viewer_if_still_admitted
from blueprints.refusals import ask_code_first
from blueprints.rendering import go_to, render
from blueprints.unit_of_work import commit, current_session, writes_late
from models.accounts.own_security import ProofNeeded
from models.certifications import export as exporting
from models.certifications import export_files
from models.certifications.export import MAY_EXPORT, ExportEnd, ExportPlan
from models.certifications.export_format import ExportFormat
from models.certifications.export_order import Wish
from models.certifications.extract import ExportCut, Extract
from models.certifications.quota import A_WHILE, STEP_UP_ROWS
from models.certifications.sending import Digested, pieces_of
from models.errors import DomainError
from models.legal.purposes import Purpose, purposes_for
from models.monitoring.in_line import StoppedByDetection

# The list is counted before anything is written: a slow question holds nobody up.
writes_late("certifications.take")


@certifications.get("/export", needs=MAY_EXPORT)
def export() -> AnyResponse:
    """What the file will hold, the remaining quota, and the form for the purpose."""
    if request.method == "HEAD":
        return Response()  # counting the list is a reading, and nobody is shown it
    criteria = criteria_of_request()
    if criteria.problems:
        return redirect(search_url(criteria), code=303)
    return _ask(exporting.plan(current_session(), current_viewer(), criteria, limits()), _form())


@certifications.post("/export", needs=MAY_EXPORT)
def take() -> AnyResponse:
    """Record the export; then send the file, or let a job make it."""
    criteria = criteria_of_request()
    if criteria.problems:
        return redirect(search_url(criteria), code=303)
    form, plan = _form(), exporting.plan(current_session(), current_viewer(), criteria, limits())
    if not form.validate_on_submit():
        return _ask(plan, form, status=422)
    if plan.needs_proof and not is_freshly_proved():
        return ask_code_first(export_url(criteria))
    wish = Wish(plan.criteria, Purpose(form.purpose.data), form.note.data or "", ExportFormat(form.format.data))
    try:
        return _taken(plan, wish)
    except ProofNeeded:
        return ask_code_first(export_url(criteria))  # another file of this person came first
    except StoppedByDetection:
        raise  # what was written with it is to be kept: answered for every page alike
    except DomainError as error:
        form.purpose.errors = [error.reason]
        return _ask(plan, form, status=422)


def _taken(plan: ExportPlan, wish: Wish) -> Response:
    session, viewer, proved = current_session(), current_viewer(), is_freshly_proved()
    if plan.total > wish.format.rows_sent_at_once:
        number = export_files.ask(session, viewer, wish, limits(), keeping(), proved=proved)
        return go_to(url_for("certifications.exported", number=number))
    person = current_person().account.person_name
    extract = exporting.order(session, viewer, wish, person, limits(), proved=proved)
    response = file_response(_stream(extract), wish.format, extract.order.file_name)
    response.call_on_close(extract.close)
    return response


def _ask(plan: ExportPlan, form: ExportForm, status: int = 200) -> Response:
    return render(
        "certifications/export.html",
        status=status,
        plan=plan,
        form=form,
        minutes=A_WHILE // timedelta(minutes=1),
        step_up_rows=STEP_UP_ROWS,
        made_first=[one.label for one in ExportFormat if plan.total > one.rows_sent_at_once],
        back_url=search_url(plan.criteria),
        action=export_url(plan.criteria),
        excess_url=excess_url(plan.criteria),
    )


def offer_purposes(form: ExportForm) -> None:
    """Let the person choose among the purposes their kind of organisation may state."""
    form.purpose.choices = [SelectChoice(one.value, one.label) for one in purposes_for(current_viewer().kind)]


def _form() -> ExportForm:
    form = ExportForm()
    offer_purposes(form)
    return form


def _stream(extract: Extract) -> Iterator[bytes]:
    """The file. Its record is already committed; how it ended is recorded when it has."""
    session, order, why = current_session(), extract.order, ExportEnd.BROKEN_OFF
    pieces = Digested(pieces_of(extract, viewer_if_still_admitted))
    try:
        yield from pieces
        why = ExportEnd.COMPLETE
    except ExportCut:
        # Ending the connection unfinished is the only way to tell the browser that the file is not whole.
        why = ExportEnd.RIGHTS_CHANGED
        raise
    finally:
        extract.close()
        exporting.record_end(session, order.viewer.actor, order.file_number, extract.taken, why, pieces.sha256)
        commit()
