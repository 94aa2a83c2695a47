"""The trail: every event, the two questions, checkpoints, and packs of evidence."""

from blueprints.admin.audit import (  # noqa: F401  # each adds its routes
    checkpoints,
    event,
    facility,
    lists,
    packs,
    person,
    purging,
)
from blueprints.admin.audit.blueprint import audit

__all__ = ["audit"]
