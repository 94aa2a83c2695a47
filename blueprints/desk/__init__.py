"""The responsible person's desk: the people of the organisation, and the roll-call."""

from blueprints.desk import keeping_many, overview, roll_calls  # noqa: F401  # they add their routes
from blueprints.desk.blueprint import desk

__all__ = ["desk"]
