"""Who stands behind a number that somebody asks by, on the telephone or in writing."""

from flask import Response, request

from blueprints.admin.inquiries.blueprint import MAY_HANDLE, inquiry_cases
from blueprints.admin.trail_links import trail_number
from blueprints.identity import current_viewer
from blueprints.letters import secret_box
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.errors import NotFound
from models.looking_back.resolving import Resolved, resolve

LONGEST = 40


@inquiry_cases.get("/number", needs=MAY_HANDLE)
def ask_number() -> Response:
    """The form, and below it the look behind the number that was typed. Looking one up is recorded."""
    typed, problem, looks = request.args.get("number", "").strip()[:LONGEST], "", []
    if typed and request.method != "HEAD":
        try:
            look = _look(typed)
            looks = [(look, trail_number(current_viewer(), look.event.number))]
        except NotFound as error:
            problem = error.reason
    return render("inquiry_cases/number.html", typed=typed, problem=problem, looks=looks)


def _look(typed: str) -> Resolved:
    return resolve(current_session(), current_viewer(), secret_box(), typed)
