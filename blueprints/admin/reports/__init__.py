"""Monthly reports: drafted, read, printed, signed, recounted, taken as a workbook."""

from blueprints.admin.reports import drafting, lists, page, recount  # noqa: F401  # each adds its routes
from blueprints.admin.reports.blueprint import reports

__all__ = ["reports"]
