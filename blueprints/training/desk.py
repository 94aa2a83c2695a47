"""How the people of one's own organisation stand: for its responsible persons."""

from flask import Response

from blueprints.admin.listing import answer
from blueprints.guarded import GuardedBlueprint
from blueprints.identity import present_sign_in
from blueprints.training.people_list import list_of_people_of
from models import clock
from models.access.admission import permitted
from models.access.permissions import Permission

desk_training = GuardedBlueprint("desk_training", __name__, url_prefix="/desk/training")


@desk_training.get("", needs=permitted(Permission.DESK))
def index() -> Response:
    """Who of my organisation has done what."""
    own = present_sign_in().account.organisation_id
    return answer(list_of_people_of(own, clock.today()), "training/desk.html")
