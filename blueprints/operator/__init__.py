"""The certified operator's own pages: their facilities, who has looked at them, and what they asked about it."""

from blueprints.operator import facilities, inquiries, inquiring, looks, record  # noqa: F401  # they add their routes
from blueprints.operator.blueprint import operator

__all__ = ["operator"]
