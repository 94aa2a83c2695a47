"""Why I see this certification, which of its items I do not see, and whom to ask."""

from flask import Response

from blueprints.certifications.blueprint import certifications
from blueprints.deployment import legal_names
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.access.admission import permitted
from models.access.permissions import Permission
from models.explaining.own import GROUNDS
from models.explaining.own import own_visibility as explained


@certifications.get("/<string:facility_id>/why", needs=permitted(Permission.CERTIFICATION_READ))
def own_visibility(facility_id: str) -> Response:
    """Absent exactly where the certification itself is."""
    visibility = explained(current_session(), current_viewer(), facility_id)
    return render("certifications/why.html", visibility=visibility, grounds=GROUNDS, contact=legal_names().contact)
