"""The matrix of viewing items × attributes: looked at, ticked, changed in bulk, cell by cell."""

from blueprints.admin.items import bulk, cells, comparing, matrix, reviews  # noqa: F401  # they add their routes
from blueprints.admin.items.blueprint import items

__all__ = ["items"]
