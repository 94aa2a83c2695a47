"""The blueprint of monitoring."""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

monitoring = GuardedBlueprint("monitoring", __name__, url_prefix="/admin/monitoring")
MAY_LOOK = permitted(Permission.MONITORING_LOOK)
MAY_EDIT = permitted(Permission.RULES_CHANGE)
MAY_PROPOSE = permitted(Permission.RULES_CHANGE, step_up=True)
