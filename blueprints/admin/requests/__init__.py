"""Applications for accounts: apply, check answers, send; the queue, and deciding on one."""

from blueprints.admin.requests import apply, bulk, decisions, issuing, lists, refusing  # noqa: F401  # they add their routes
from blueprints.admin.requests.blueprint import requests

__all__ = ["requests"]
