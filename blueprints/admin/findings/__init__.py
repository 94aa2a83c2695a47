"""Findings: raised, handled, shown to be done, confirmed by another person."""

from blueprints.admin.findings import acts, confirming, files, lists, page, raising  # noqa: F401  # each adds its routes
from blueprints.admin.findings.blueprint import findings

__all__ = ["findings"]
