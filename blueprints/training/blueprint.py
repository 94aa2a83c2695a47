"""The blueprint its pages add themselves to, and what they need."""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

training = GuardedBlueprint("training", __name__, url_prefix="/training")
# Where training is done: whoever is refused everything else for the lack of it gets here.
OWN_TRAINING = permitted(Permission.OWN_ACCOUNT, untrained=True)
