"""One inquiry, with the people behind the looks it is about; and passing it on as an incident."""

from flask import Response, url_for

from blueprints.admin.answering import carried_out
from blueprints.admin.inquiries.blueprint import MAY_ANSWER, MAY_HANDLE, inquiry_cases
from blueprints.admin.trail_links import trail_number
from blueprints.confirm_form import ConfirmForm
from blueprints.identity import current_viewer
from blueprints.letters import outgoing, secret_box
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models import clock
from models.access.permissions import Permission
from models.inquiries import handling
from models.inquiries.visibility import case_for


@inquiry_cases.get("/<int:number>", needs=MAY_ANSWER)
def page(number: int) -> Response:
    """The inquiry. That the people were looked up is recorded."""
    session, viewer = current_session(), current_viewer()
    found = case_for(session, viewer, number)
    return render(
        "inquiry_cases/page.html",
        inquiry=found,
        today=clock.today(),
        looks=[
            (one, trail_number(viewer, one.event.number))
            for one in handling.looks_asked(session, viewer, secret_box(), found)
        ],
        may_pass_on=Permission.INQUIRY_HANDLE in viewer.permissions,
        entries=handling.timeline(session, found),
    )


@inquiry_cases.post("/<int:number>/pass-on", needs=MAY_HANDLE)
def pass_on(number: int) -> Response:
    """Make an incident of it."""
    ConfirmForm().validate_on_submit()

    def pass_it_on() -> str:
        return handling.pass_on(current_session(), outgoing(), current_viewer(), number).reference

    address = url_for("inquiry_cases.page", number=number)
    return carried_out(pass_it_on, lambda one: f"事案 {one} として引き継ぎました。", address, f"inquiry:{number}")
