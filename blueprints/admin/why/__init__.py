"""Why somebody sees something, and who does."""

from blueprints.admin.why import ask, facility, item, scopes  # noqa: F401  # each adds its routes
from blueprints.admin.why.blueprint import why

__all__ = ["why"]
