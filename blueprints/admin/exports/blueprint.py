"""The blueprints of exports under control (B4)."""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

export_traces = GuardedBlueprint("export_traces", __name__, url_prefix="/admin/exports")
export_limits = GuardedBlueprint("export_limits", __name__, url_prefix="/admin/export-limits")
MAY_TRACE = permitted(Permission.EXPORT_TRACE)
MAY_CHANGE = permitted(Permission.EXPORT_LIMITS, step_up=True)
