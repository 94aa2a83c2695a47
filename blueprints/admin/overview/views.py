"""Where the administration begins: what waits, and the areas this person may enter."""

from flask import Response, url_for

from blueprints.admin.areas import AREAS
from blueprints.guarded import GuardedBlueprint
from blueprints.identity import current_viewer
from blueprints.rendering import render
from models.access.admission import permitted
from models.access.permissions import Permission

admin = GuardedBlueprint("admin", __name__, url_prefix="/admin")


@admin.get("", needs=permitted(Permission.APPROVAL_LOOK))
def index() -> Response:
    """The areas."""
    held = current_viewer().permissions
    areas = [(one.label, url_for(one.endpoint), one.sentence) for one in AREAS if one.permission in held]
    return render("admin/index.html", areas=areas)
