"""One certification; absent, hidden and out of scope are one and the same 404."""

from flask import Response, request, url_for

from blueprints.certifications.addresses import sites_url
from blueprints.certifications.blueprint import certifications
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.access.admission import permitted
from models.access.permissions import Permission
from models.certifications.detail import SITES_ON_A_PAGE
from models.certifications.detail import read as read_register

MOST_PAGES = 10_000


@certifications.get("/<string:facility_id>", needs=permitted(Permission.CERTIFICATION_READ))
def read(facility_id: str) -> Response:
    """The register's sections, the sites, the history, and a print view by style sheet alone."""
    given = request.args.get("sites", "1")
    sites_page = min(int(given), MOST_PAGES) if given.isascii() and given.isdigit() and len(given) < 6 else 1
    viewer = current_viewer()
    detail = read_register(current_session(), viewer, facility_id, sites_page)
    explains = Permission.ROW_EXPLAIN in viewer.permissions
    more = detail.sites_page * SITES_ON_A_PAGE < detail.site_count
    return render(
        "certifications/detail.html",
        detail=detail,
        why_url=url_for("certifications.own_visibility", facility_id=detail.facility_id),
        explain_url=url_for("why.ask", facility=detail.facility_id) + "&item=" if explains else "",
        readers_url=url_for("why.facility", facility_id=detail.facility_id) if explains else "",
        sites_on_a_page=SITES_ON_A_PAGE,
        previous_sites_url=sites_url(detail.facility_id, detail.sites_page - 1) if detail.sites_page > 1 else "",
        next_sites_url=sites_url(detail.facility_id, detail.sites_page + 1) if more else "",
    )
