"""Training: the own courses and records, and how the own organisation stands (M17)."""

from blueprints.training import courses, records  # noqa: F401  # each adds its routes
from blueprints.training.blueprint import training
from blueprints.training.desk import desk_training

__all__ = ["desk_training", "training"]
