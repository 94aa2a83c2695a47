"""Self-inspections: made, read, signed, taken as a file; and the year's plan of inspections and audits."""

from blueprints.admin.inspection import plan, runs  # noqa: F401  # each adds its routes
from blueprints.admin.inspection.blueprint import inspection

__all__ = ["inspection"]
