"""The home page."""

from flask import Response

from blueprints.guarded import GuardedBlueprint
from blueprints.identity import current_sign_in, current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.access.admission import CONSENT
from models.access.permissions import Permission
from models.access.scope_in_words import scope_in_words
from models.accounts import history

home = GuardedBlueprint("home", __name__)


@home.get("/", needs=CONSENT)
def index() -> Response:
    """What this person may see, and where to begin."""
    viewer = current_viewer()
    return render(
        "home/index.html",
        may_search=Permission.CERTIFICATION_SEARCH in viewer.permissions,
        scope_sentence=scope_in_words(viewer.scope),
        item_count=len(viewer.items.by_key),
        items=viewer.items,
        kind=viewer.kind,
        previous=_previous_sign_in(),
    )


def _previous_sign_in() -> history.Occurrence | None:
    sign_in = current_sign_in()
    return history.previous_sign_in(current_session(), sign_in.account_id, sign_in.id) if sign_in else None
