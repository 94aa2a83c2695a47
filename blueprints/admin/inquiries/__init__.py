"""Inquiries of certified operators: the officers' list, one with the people behind its looks, and its answer."""

from blueprints.admin.inquiries import case, entries, lists, numbers  # noqa: F401  # they add their routes
from blueprints.admin.inquiries.blueprint import inquiry_cases

__all__ = ["inquiry_cases"]
