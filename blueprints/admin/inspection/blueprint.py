"""The blueprint of self-inspections and of the plan."""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

inspection = GuardedBlueprint("inspection", __name__, url_prefix="/admin/inspection")
MAY_LOOK = permitted(Permission.INSPECTION_LOOK)
MAY_RUN = permitted(Permission.INSPECTION_RUN, step_up=True)
MAY_SIGN = permitted(Permission.REPORT_SIGN, step_up=True)
MAY_PLAN = permitted(Permission.PLAN_MANAGE, step_up=True)
