"""The blueprint its pages add themselves to, and what they need."""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

account = GuardedBlueprint("account", __name__, url_prefix="/account")
OWN = permitted(Permission.OWN_ACCOUNT)
OWN_PROVED = permitted(Permission.OWN_ACCOUNT, step_up=True)
