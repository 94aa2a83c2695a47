"""Who has done which training."""

from flask import Response

from blueprints.admin.listing import answer
from blueprints.guarded import GuardedBlueprint
from blueprints.training.people_list import list_of_everybody
from models import clock
from models.access.admission import permitted
from models.access.permissions import Permission

admin_training = GuardedBlueprint("admin_training", __name__, url_prefix="/admin/training")


@admin_training.get("", needs=permitted(Permission.TRAINING_LOOK))
def index() -> Response:
    """Everybody in office, with each course they have to do."""
    return answer(list_of_everybody(clock.today()), "training/people.html")
