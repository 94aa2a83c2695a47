"""Every export, a found file traced by its number, and the limits of what may be taken."""

from blueprints.admin.exports import limits, lists, trace  # noqa: F401  # they add their routes
from blueprints.admin.exports.blueprint import export_limits, export_traces

__all__ = ["export_limits", "export_traces"]
