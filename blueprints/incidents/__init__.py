"""Reporting a leak or a suspicion, one's own reports, and passing those of one's organisation on."""

from blueprints.incidents import own, passing_on, reporting  # noqa: F401  # they add their routes
from blueprints.incidents.blueprint import incidents

__all__ = ["incidents"]
