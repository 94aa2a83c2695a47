"""Registering an organisation, and changing what is registered; what decides rows goes to a second person."""

from flask import Response, flash, url_for

from blueprints.admin.organisations.blueprint import MAY_CHANGE, organisations
from blueprints.admin.organisations.forms import OrganisationForm
from blueprints.identity import current_viewer
from blueprints.rendering import go_to, render
from blueprints.unit_of_work import abandon, current_session
from models.administration.two_person_acts import ACTS
from models.approvals import proposing
from models.approvals.approval import ApprovalKind
from models.errors import DomainError, Forbidden
from models.organisations.registration import OrganisationDetails
from models.people.organisation_changes import change_or_propose
from models.people.organisations_reading import organisation_for

WAITS = "提案しました。もう一人の担当者が承認すると反映されます。"


@organisations.get("/new", needs=MAY_CHANGE)
def ask_registration() -> Response:
    """The form."""
    return render("organisations/new.html", form=OrganisationForm())


@organisations.post("/new", needs=MAY_CHANGE)
def register() -> Response:
    """Lay it before the second person."""
    form = OrganisationForm()
    if not form.validate_on_submit():
        return render("organisations/new.html", status=422, form=form)
    try:
        details = form.details()
        approval = proposing.propose(
            current_session(),
            ACTS,
            current_viewer(),
            ApprovalKind.REGISTER_ORGANISATIONS,
            f"name:{details.name}"[:100],
            form.reason.data or "",
            {"organisations": [details.kept()]},
        )
    except Forbidden:
        raise
    except DomainError as error:
        abandon()
        return render("organisations/new.html", status=422, form=form, problem=error.reason)
    flash(WAITS, "success")
    return go_to(url_for("approvals.page", number=approval.id))


@organisations.get("/<int:number>/change", needs=MAY_CHANGE)
def ask_change(number: int) -> Response:
    """What is registered, to be changed."""
    found = organisation_for(current_session(), current_viewer(), number)
    form = OrganisationForm(formdata=None)
    form.show(OrganisationDetails.of(found))
    return render("organisations/change.html", organisation=found, form=form)


@organisations.post("/<int:number>/change", needs=MAY_CHANGE)
def change(number: int) -> Response:
    """Register it, or lay it before the second person."""
    found, form = organisation_for(current_session(), current_viewer(), number), OrganisationForm()
    if not form.validate_on_submit():
        return render("organisations/change.html", status=422, organisation=found, form=form)
    try:
        approval = change_or_propose(
            current_session(), ACTS, current_viewer(), number, form.details(), form.reason.data or ""
        )
    except Forbidden:
        raise
    except DomainError as error:
        abandon()
        found = organisation_for(current_session(), current_viewer(), number)
        return render("organisations/change.html", status=422, organisation=found, form=form, problem=error.reason)
    if approval is not None:
        flash(WAITS, "success")
        return go_to(url_for("approvals.page", number=approval.id))
    flash("登録内容を変更しました。", "success")
    return go_to(url_for("organisations.page", number=number))
