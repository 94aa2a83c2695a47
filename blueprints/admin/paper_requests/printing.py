"""The record that was released, to be printed and sent."""

from flask import Response, flash, request, url_for

from blueprints.admin.paper_requests.blueprint import MAY_PRINT, paper_requests
from blueprints.identity import current_viewer
from blueprints.letters import outgoing
from blueprints.rendering import go_to, render
from blueprints.unit_of_work import abandon, current_session
from models import clock
from models.errors import Conflict
from models.looking_back.paper import print_record, request_on_paper


@paper_requests.get("/<int:number>/record", needs=MAY_PRINT)
def record(number: int) -> Response:
    """The record on paper. That it was shown is recorded."""
    if request.method == "HEAD":
        return Response()
    session = current_session()
    try:
        whole = print_record(session, outgoing(), current_viewer(), number)
    except Conflict as error:
        abandon()
        flash(error.reason, "warning")
        return go_to(url_for("paper_requests.index"))
    asked = request_on_paper(session, number)
    return render("paper_requests/record.html", record=whole, asked=asked, printed_at=clock.now())
