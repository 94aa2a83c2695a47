"""Organisations: the list, one of them, its registration and changes, the ban, and a file of many."""

from blueprints.admin.organisations import (  # noqa: F401  # they add their routes
    acts,
    barring,
    files,
    lists,
    page,
    registering,
)
from blueprints.admin.organisations.blueprint import organisations

__all__ = ["organisations"]
