"""Monitoring: the alerts, the rules they come from, and drafts of other rules."""

from blueprints.admin.monitoring import alerts, draft, draft_acts, rules  # noqa: F401  # each adds its routes
from blueprints.admin.monitoring.blueprint import monitoring

__all__ = ["monitoring"]
