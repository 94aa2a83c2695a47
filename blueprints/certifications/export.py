"""A list as a file: first what it will be and what may be taken, then the purpose, then the file."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from flask import Response, redirect, stream_with_context, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs describe an older WTForms

from blueprints.certifications.addresses import export_url, search_url
from blueprints.certifications.blueprint import certifications
from blueprints.certifications.forms import ExportForm
from blueprints.certifications.search import criteria_of_request
from blueprints.identity import current_person, current_viewer, is_freshly_proved, viewer_if_still_admitted
from blueprints.rendering import render
from blueprints.unit_of_work import commit, current_session
from models.access.admission import permitted
from models.access.permissions import Permission
from models.certifications import export as exporting
from models.certifications.csv_file import csv_chunks, file_name
from models.certifications.export import ExportCut, ExportEnd, ExportOrder, ExportPlan
from models.certifications.quota import A_WHILE, FILES_IN_A_WHILE, ROWS_A_DAY, STEP_UP_ROWS
from models.errors import DomainError
from models.legal.purposes import Purpose, purposes_for

NEEDS = permitted(Permission.CERTIFICATION_EXPORT)


@certifications.get("/export", needs=NEEDS)
def export() -> AnyResponse:
    """What the file will hold, the remaining quota, and the form for the purpose."""
    criteria = criteria_of_request()
    if criteria.problems:
        return redirect(search_url(criteria), code=303)
    plan = exporting.plan(current_session(), current_viewer(), criteria)
    return _ask(plan, _form())


@certifications.post("/export", needs=NEEDS)
def take() -> AnyResponse:
    """Record the export, then stream the file."""
    criteria = criteria_of_request()
    if criteria.problems:
        return redirect(search_url(criteria), code=303)
    form, plan = _form(), exporting.plan(current_session(), current_viewer(), criteria)
    if not form.validate_on_submit():
        return _ask(plan, form, status=422)
    if plan.needs_proof and not is_freshly_proved():
        return redirect(url_for("login.step_up", next=export_url(criteria)), code=303)
    try:
        purpose = Purpose(form.purpose.data)
        order = exporting.order(current_session(), current_viewer(), criteria, purpose, form.note.data or "")
    except DomainError as error:
        form.purpose.errors = [error.reason]
        return _ask(plan, form, status=422)
    response = Response(stream_with_context(_stream(order)), content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=file_name(order))
    return response


def _ask(plan: ExportPlan, form: ExportForm, status: int = 200) -> Response:
    return render(
        "certifications/export.html",
        status=status,
        plan=plan,
        form=form,
        rows_a_day=ROWS_A_DAY,
        files=FILES_IN_A_WHILE,
        minutes=A_WHILE // timedelta(minutes=1),
        step_up_rows=STEP_UP_ROWS,
        back_url=search_url(plan.criteria),
        action=export_url(plan.criteria),
    )


def _form() -> ExportForm:
    form = ExportForm()
    form.purpose.choices = [SelectChoice(one.value, one.label) for one in purposes_for(current_viewer().kind)]
    return form


def _stream(order: ExportOrder) -> Iterator[bytes]:
    """The file. Its record is already committed; how it ended is recorded when it has."""
    session, sent, why = current_session(), 0, ExportEnd.BROKEN_OFF
    actor, person = order.viewer.actor, current_person().account.person_name

    def counted() -> Iterator[Sequence[Any]]:
        nonlocal sent
        for row in exporting.rows(session, order, viewer_if_still_admitted):
            yield row
            sent += 1

    try:
        yield from csv_chunks(order, person, counted())
        why = ExportEnd.COMPLETE
    except ExportCut:
        # Ending the connection unfinished is the only way to tell the browser that the file is not whole.
        why = ExportEnd.RIGHTS_CHANGED
        raise
    finally:
        exporting.record_end(session, actor, order, sent, why)
        commit()
