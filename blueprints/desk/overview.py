"""The desk's first page."""

from flask import Response, url_for

from blueprints.admin.listing import answer
from blueprints.admin.people.table import list_of_people
from blueprints.desk.blueprint import MAY_LOOK, desk
from blueprints.identity import current_sign_in, current_viewer
from blueprints.unit_of_work import current_session
from models import clock
from models.incidents.lists import TO_ASSESS, count_to_assess
from models.people.roll_call import open_roll_call


@desk.get("", needs=MAY_LOOK)
def index() -> Response:
    """The people of one's organisation, and what can be done for them."""
    sign_in = current_sign_in()
    opened = open_roll_call(current_session())
    reports, reports_over = count_to_assess(current_session(), current_viewer(), clock.now())
    return answer(
        list_of_people(current_viewer(), "people"),
        "desk/index.html",
        organisation=sign_in.account.organisation if sign_in else None,
        roll_call=opened,
        reports=reports,
        reports_over=reports_over,
        reports_url=url_for("incidents.own", assessment=TO_ASSESS),
        exports_url=url_for("export_requests.index"),
        training_url=url_for("desk_training.index"),
        roll_call_url=url_for("desk.roll_call", number=opened.id) if opened else "",
    )
