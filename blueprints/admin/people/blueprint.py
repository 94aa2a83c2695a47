"""The blueprint of accounts. Whose account may be acted on is decided by ``models.people.authority``."""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

people = GuardedBlueprint("people", __name__, url_prefix="/admin/accounts")
MAY_LIST = permitted(Permission.PEOPLE_LOOK)
MAY_LOOK = permitted(Permission.ADMINISTRATION)
MAY_ACT = permitted(Permission.ADMINISTRATION, step_up=True)
# A stop waits for nobody's training.
MAY_STOP = permitted(Permission.ADMINISTRATION, step_up=True, untrained=True)
