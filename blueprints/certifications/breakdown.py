"""A list in numbers."""

from dataclasses import dataclass

from werkzeug.wrappers import Response as AnyResponse

from blueprints.certifications.addresses import search_url
from blueprints.certifications.blueprint import certifications
from blueprints.certifications.search import NEEDS, criteria_of_request, form_to_mend
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.certifications.breakdown import Facet
from models.certifications.breakdown import breakdown as break_down


@dataclass(frozen=True, slots=True)
class Line:
    """One value in a table; ``url`` leads to the list that has exactly these, and is empty for what is unknown."""

    label: str
    number: int
    kw: float | None
    url: str


@certifications.get("/breakdown", needs=NEEDS)
def breakdown() -> AnyResponse:
    """How many and how many kW, by each facet one may see; every value leads to its list."""
    criteria = criteria_of_request()
    if criteria.problems:
        return form_to_mend()
    found = break_down(current_session(), current_viewer(), criteria)
    return render(
        "certifications/breakdown.html",
        found=found,
        facets=[(facet, _lines(facet)) for facet in found.facets],
        back_url=search_url(criteria),
    )


def _lines(facet: Facet) -> list[Line]:
    return [
        Line(share.label, share.number, share.kw, search_url(share.criteria) if share.criteria else "")
        for share in facet.shares
    ]
