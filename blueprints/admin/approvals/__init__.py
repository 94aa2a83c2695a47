"""Acts that wait for a second person: the list, the difference, the decision."""

from blueprints.admin.approvals import decisions, lists  # noqa: F401  # they add their routes
from blueprints.admin.approvals.blueprint import approvals

__all__ = ["approvals"]
