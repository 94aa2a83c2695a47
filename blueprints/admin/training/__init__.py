"""Training in the administration: who has done what."""

from blueprints.admin.training.views import admin_training

__all__ = ["admin_training"]
