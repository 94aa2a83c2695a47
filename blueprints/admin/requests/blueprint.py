"""The blueprint of applications. Who may apply and who decides is a rule of ``models.people``."""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

requests = GuardedBlueprint("requests", __name__, url_prefix="/admin/requests")
MAY_LOOK = permitted(Permission.ADMINISTRATION)
MAY_ACT = permitted(Permission.ADMINISTRATION, step_up=True)
