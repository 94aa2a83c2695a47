"""The first page after signing in: what there is for this person."""

from blueprints.home.views import home

__all__ = ["home"]
