"""Everything that a draft or an edition changes for one attribute, page by page."""

from typing import Any

from flask import Response, request, url_for

from blueprints.admin.editions.blueprint import MAY_LOOK, editions
from blueprints.rendering import render
from blueprints.typed import whole
from blueprints.unit_of_work import current_session
from models.reviewing import editions as reading
from models.reviewing.cells import attribute_of
from models.reviewing.changes_page import page_of_changes
from models.reviewing.drafts import find_draft
from models.reviewing.putting_in_force import showings_of
from models.reviewing.showing import Showing


@editions.get("/drafts/<int:number>/changes/<string:attribute>", needs=MAY_LOOK)
def draft_changes(number: int, attribute: str) -> Response:
    """What a draft changes for an attribute."""
    found = find_draft(current_session(), number)
    back = (f"下書き「{found.row.title}」", url_for("editions.draft", number=number))
    return _page(*showings_of(found, found.waiting), attribute, back)


@editions.get("/<int:number>/changes/<string:attribute>", needs=MAY_LOOK)
def changes(number: int, attribute: str) -> Response:
    """What an edition changed for an attribute, against the one it is based on or the one the address names."""
    session = current_session()
    edition = reading.find_edition(session, number)
    former = whole(request.args.get("since")) or edition.based_on or 0
    before, after = reading.showings_of_both(session, former, number)
    compared: dict[str, Any] = {"from": former, "to": number}
    back = (f"第{former}版から第{number}版へ", url_for("editions.compare", **compared))
    return _page(before, after, attribute, back)


def _page(before: Showing, after: Showing, attribute: str, back: tuple[str, str]) -> Response:
    page = page_of_changes(before, after, attribute_of(attribute), whole(request.args.get("page")) or 1)
    kept: dict[str, Any] = {**(request.view_args or {}), "since": request.args.get("since")}
    previous_url, next_url = (
        url_for(request.endpoint or "", **kept, page=number) if 1 <= number <= page.last else ""
        for number in (page.number - 1, page.number + 1)
    )
    return render("editions/changes.html", page=page, back=back, previous_url=previous_url, next_url=next_url)
