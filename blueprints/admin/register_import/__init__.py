"""Taking a register in by two persons: the list, the upload, what would change, the decision."""

from blueprints.admin.register_import import (  # noqa: F401  # each adds its routes
    decisions,
    proposal,
    proposals,
)
from blueprints.admin.register_import.blueprint import register_import

__all__ = ["register_import"]
