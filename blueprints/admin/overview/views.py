"""Where the administration begins: what waits, the areas this person may enter, and one search over all."""

from flask import Response, request, url_for

from blueprints.admin.areas import GROUPS
from blueprints.guarded import GuardedBlueprint
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.access.admission import permitted
from models.access.permissions import Permission
from models.administration.finding import LONGEST, find
from models.administration.waiting import waiting_for

admin = GuardedBlueprint("admin", __name__, url_prefix="/admin")
MAY_LOOK = permitted(Permission.OFFICE_LOOK)
MAY_FIND = permitted(Permission.ADMINISTRATION)


@admin.get("", needs=MAY_LOOK)
def index() -> Response:
    """The areas."""
    viewer = current_viewer()
    held = viewer.permissions
    groups = [
        (group.label, [(one, one.told_to(held)) for one in group.areas if one.permission in held]) for group in GROUPS
    ]
    find_url = url_for("admin.search") if Permission.ADMINISTRATION in held else ""
    return render("admin/index.html", groups=groups, find_url=find_url, waiting=waiting_for(current_session(), viewer))


@admin.get("/find", needs=MAY_FIND)
def search() -> Response:
    """People and organisations whose names hold the words."""
    words = request.args.get("q", "").replace("\0", "").strip()[:LONGEST]
    viewer = current_viewer()
    found = find(current_session(), viewer, words) if words else None
    pages = Permission.PEOPLE_LOOK in viewer.permissions
    return render("admin/find.html", words=words, found=found, organisation_pages=pages)
