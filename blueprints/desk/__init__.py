"""The responsible person's desk: the people of the organisation, the roll-call, cases of alerts."""

from blueprints.desk import cases, keeping_many, overview, roll_calls  # noqa: F401  # they add their routes
from blueprints.desk.blueprint import desk

__all__ = ["desk"]
