"""The blueprint of the monthly reports."""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

reports = GuardedBlueprint("reports", __name__, url_prefix="/admin/reports")
MAY_LOOK = permitted(Permission.REPORT_LOOK)
MAY_WAIT = permitted(Permission.REPORT_LOOK, unattended=True)
MAY_DRAFT = permitted(Permission.REPORT_DRAFT, step_up=True)
MAY_SIGN = permitted(Permission.REPORT_LOOK, step_up=True)
