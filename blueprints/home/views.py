"""The home page."""

from flask import Response

from blueprints.certifications.addresses import search_url
from blueprints.guarded import GuardedBlueprint
from blueprints.home.overview_table import overview_table
from blueprints.identity import current_sign_in, current_viewer, present_sign_in
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models import clock
from models.access.admission import CONSENT
from models.access.permissions import Permission
from models.access.scope_in_words import scope_in_words
from models.accounts import history
from models.administration.waiting import waiting_for
from models.certifications.overview import overview
from models.consent.asked import told_ahead
from models.legal.documents import DocumentName
from models.training.passes import pressing

home = GuardedBlueprint("home", __name__)
READING = {name.value: f"legal.former_{name.value}" for name in DocumentName}
"""Where the documents that everybody may read are read."""


@home.get("/", needs=CONSENT)
def index() -> Response:
    """What this person may see and how much of it there is, what changed lately, and where to begin."""
    viewer, previous = current_viewer(), _previous_sign_in()
    may_search = Permission.CERTIFICATION_SEARCH in viewer.permissions
    found = overview(current_session(), viewer, previous.at if previous else None) if may_search else None
    return render(
        "home/index.html",
        may_search=may_search,
        scope_sentence=scope_in_words(viewer.scope),
        item_count=len(viewer.items.by_key),
        items=viewer.items,
        kind=viewer.kind,
        table=overview_table(found) if found else None,
        changes=found.changes if found else None,
        changes_url=search_url(found.changes.criteria) if found and found.changes else "",
        previous=previous,
        waiting=waiting_for(current_session(), viewer),
        training=pressing(current_session(), present_sign_in().account, clock.today()),
        ahead=told_ahead(current_session(), viewer.kind.value, clock.today()),
        reading=READING,
    )


def _previous_sign_in() -> history.Occurrence | None:
    sign_in = current_sign_in()
    return history.previous_sign_in(current_session(), sign_in.account_id, sign_in.id) if sign_in else None
