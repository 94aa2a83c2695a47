"""Organisations: the list, one of them, its registration and changes, the ban, and a file of many."""

from blueprints.admin.organisations import acts, files, lists, page, registering  # noqa: F401  # they add their routes
from blueprints.admin.organisations.blueprint import organisations

__all__ = ["organisations"]
