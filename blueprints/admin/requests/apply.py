"""Applying: the form, the check of the answers, sent. The answers stand in the form itself until they are sent."""

from flask import Response, flash, request, url_for

from blueprints.admin.requests.blueprint import MAY_ACT, requests
from blueprints.admin.requests.forms import ApplicationForm, AppointmentForm
from blueprints.identity import current_viewer
from blueprints.letters import deliver_soon, outgoing
from blueprints.rendering import blame, go_to, render
from blueprints.row_numbers import row_number
from blueprints.unit_of_work import abandon, current_session
from models import clock
from models.access.viewer import Viewer
from models.errors import Conflict, NotFound
from models.organisations.organisation import Organisation
from models.people import applying, may_apply, request_drafts
from models.people.application import WrongApplication
from models.people.organisations_reading import organisation_for
from models.people.reading import members_to_appoint


@requests.get("/new", needs=MAY_ACT)
def ask_details() -> Response:
    """The form, for the own organisation or the one the address names; ``draft`` names answers to be mended."""
    number = request.args.get("draft", type=row_number)
    if number is not None:
        draft = request_drafts.own_draft(current_session(), current_viewer(), number)
        return _form(draft.organisation, ApplicationForm(formdata=None, obj=request_drafts.application_of(draft)))
    return _form(_organisation(), ApplicationForm(starts_on=clock.today()))


@requests.post("/new", needs=MAY_ACT)
def write_draft() -> Response:
    """Keep the answers, and show them once more."""
    organisation, form = _organisation(), ApplicationForm()
    _offer(organisation, form)
    if not form.validate_on_submit():
        return _form(organisation, form, status=422)
    session, viewer = current_session(), current_viewer()
    try:
        request_drafts.drop_draft(session, viewer, request.args.get("draft", 0, type=row_number))
        draft = request_drafts.write_draft(session, viewer, organisation.id, form.application())
    except WrongApplication as error:
        abandon()
        blame(form[error.field], error.reason)
        return _form(_organisation(), form, status=422)
    return go_to(url_for("requests.check", number=draft.id))


@requests.get("/<int:number>/check", needs=MAY_ACT)
def check(number: int) -> Response:
    """The answers, before they are sent."""
    draft = request_drafts.own_draft(current_session(), current_viewer(), number)
    return render("requests/check.html", request=draft)


@requests.post("/<int:number>/check", needs=MAY_ACT)
def send(number: int) -> Response:
    """Send them."""
    try:
        applying.send(current_session(), outgoing(), current_viewer(), number)
    except WrongApplication as error:
        abandon()
        flash(error.reason, "error")
        return go_to(url_for("requests.check", number=number))
    return deliver_soon(go_to(url_for("requests.page", number=number)))


@requests.get("/appointment", needs=MAY_ACT)
def ask_appointment() -> Response:
    """Which member is to become a responsible person."""
    return _appointment(AppointmentForm())


@requests.post("/appointment", needs=MAY_ACT)
def send_appointment() -> Response:
    """Apply for it."""
    form = AppointmentForm()
    _offer_members(form)
    if not form.validate_on_submit():
        return _appointment(form, status=422)
    try:
        sent = applying.apply_for_appointment(
            current_session(), outgoing(), current_viewer(), int(form.account.data), form.telephone.data or ""
        )
    except WrongApplication as error:
        abandon()
        blame(form.telephone, error.reason)
        return _appointment(form, status=422)
    except Conflict as error:
        abandon()
        blame(form.account, error.reason)
        return _appointment(form, status=422)
    return deliver_soon(go_to(url_for("requests.page", number=sent.id)))


def _organisation() -> Organisation:
    """The organisation the address names, or that of the draft it names, or one's own."""
    viewer = current_viewer()
    draft = request.args.get("draft", type=row_number)
    if draft is not None:
        return request_drafts.own_draft(current_session(), viewer, draft).organisation
    number = request.args.get("organisation", viewer.actor.organisation_id or 0, type=row_number)
    found = organisation_for(current_session(), viewer, number)
    if not may_apply.roles_to_apply_for(viewer, found):
        raise NotFound
    return found


def _offer(organisation: Organisation, form: ApplicationForm) -> None:
    form.offer(organisation, may_apply.roles_to_apply_for(current_viewer(), organisation))


def _form(organisation: Organisation, form: ApplicationForm, status: int = 200) -> Response:
    _offer(organisation, form)
    return render("requests/new.html", status=status, form=form, organisation=organisation)


def _offer_members(form: AppointmentForm) -> None:
    viewer: Viewer = current_viewer()
    members = members_to_appoint(current_session(), viewer)
    form.account.choices = [(str(one.id), f"{one.person_name}（{one.login_id}）") for one in members]


def _appointment(form: AppointmentForm, status: int = 200) -> Response:
    _offer_members(form)
    return render("requests/appointment.html", status=status, form=form)
