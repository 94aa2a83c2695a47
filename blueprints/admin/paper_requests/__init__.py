"""Viewing records on paper, for operators without an account: entered by the manager, released by an officer."""

from blueprints.admin.paper_requests import entering, lists, printing  # noqa: F401  # they add their routes
from blueprints.admin.paper_requests.blueprint import paper_requests

__all__ = ["paper_requests"]
