"""Cases of alerts: the list, one of them with its timeline, and everything that is done in it."""

from blueprints.admin.cases import case, closing, entries, files, lists, seen  # noqa: F401  # each adds its routes
from blueprints.admin.cases.blueprint import cases

__all__ = ["cases"]
