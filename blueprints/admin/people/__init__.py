"""Accounts: the list, one account, and what can be done to it."""

from blueprints.admin.people import acts, bulk, lists, page  # noqa: F401  # they add their routes
from blueprints.admin.people.blueprint import people

__all__ = ["people"]
