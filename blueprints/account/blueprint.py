"""The blueprint its pages add themselves to, and what they need."""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

account = GuardedBlueprint("account", __name__, url_prefix="/account")
# Nobody is kept from their own password, devices and sessions by a course they have not done.
OWN = permitted(Permission.OWN_ACCOUNT, untrained=True)
OWN_PROVED = permitted(Permission.OWN_ACCOUNT, step_up=True, untrained=True)
