"""My facilities: each with how often it was looked at, and the way to its viewing record."""

from urllib.parse import urlencode

from flask import Response, request, url_for

from blueprints.formatting import item_value
from blueprints.identity import current_viewer
from blueprints.operator.blueprint import MAY_LOOK_BACK, operator
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.certifications.criteria import DEFAULT_SIZE, SIZES, SearchCriteria
from models.certifications.cursor import Cursor
from models.looking_back.facilities import COUNTED, FacilitiesPage, own_facilities, read_question


@operator.get("/facilities", needs=MAY_LOOK_BACK)
def facilities() -> Response:
    """The list."""
    if request.method == "HEAD":
        return Response()  # listing is recorded, and nobody is shown it
    viewer = current_viewer()
    criteria = read_question(request.args.to_dict(flat=False), viewer)
    page = own_facilities(current_session(), viewer, criteria)
    return render(
        "operator/facilities.html",
        page=page,
        rows=[(one, _cells(page, one.values)) for one in page.rows],
        words=criteria.words,
        days=COUNTED.days,
        previous_url=_url(criteria, criteria.size, page.found.preceding) if page.found.preceding else "",
        next_url=_url(criteria, criteria.size, page.found.following) if page.found.following else "",
        sizes=[{"size": one, "url": _url(criteria, one), "current": one == criteria.size} for one in SIZES],
    )


def _cells(page: FacilitiesPage, values: tuple[object, ...]) -> list[str]:
    return [item_value(value, item) for item, value in zip(page.columns, values, strict=True)]


def _url(criteria: SearchCriteria, size: int, cursor: Cursor | None = None) -> str:
    pairs = [("q", criteria.words)] if criteria.words else []
    pairs += [("size", str(size))] if size != DEFAULT_SIZE else []
    pairs += [cursor.parameter()] if cursor else []
    path = url_for("operator.facilities")
    return f"{path}?{urlencode(pairs)}" if pairs else path
