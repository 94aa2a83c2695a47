"""The list of cases."""

from flask import Response, url_for

from blueprints.admin.cases.blueprint import MAY_LOOK, cases
from blueprints.admin.listing import AdminList, answer
from blueprints.cases_table import case_columns
from blueprints.identity import current_viewer
from models import clock
from models.cases.lists import cases_of


@cases.get("", needs=MAY_LOOK)
def index() -> Response:
    """Every case but those about whoever looks."""
    now = clock.now()
    columns = case_columns(now, lambda one: url_for("cases.page", number=one.id))
    listed = AdminList("cases", "検知の案件", cases_of(current_viewer(), now), columns, lambda one: one.id)
    return answer(listed, "cases/index.html")
