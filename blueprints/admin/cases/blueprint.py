"""The blueprint of the cases. What ends one asks for a fresh code; a note is not lost to one."""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

cases = GuardedBlueprint("cases", __name__, url_prefix="/admin/cases")
MAY_LOOK = permitted(Permission.MONITORING_LOOK)
MAY_HANDLE = permitted(Permission.CASE_HANDLE)
MAY_DECIDE = permitted(Permission.CASE_DECIDE, step_up=True)
