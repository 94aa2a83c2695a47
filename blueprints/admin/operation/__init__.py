"""What runs by itself: the outbox, letters tried again, and the queue of jobs."""

from blueprints.admin.operation import lists, retrying  # noqa: F401  # they add their routes
from blueprints.admin.operation.blueprint import operation

__all__ = ["operation"]
