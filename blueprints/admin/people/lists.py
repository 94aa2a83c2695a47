"""The list of all accounts."""

from flask import Response

from blueprints.admin.listing import answer
from blueprints.admin.people.blueprint import MAY_LIST, people
from blueprints.admin.people.table import list_of_people
from blueprints.identity import current_viewer


@people.get("", needs=MAY_LIST)
def index() -> Response:
    """Everybody's."""
    return answer(list_of_people(current_viewer(), "accounts"), "people/index.html")
