"""Drafts of grants and the editions they become: difference, second person, time of effect, one step back."""

from blueprints.admin.editions import changes, drafts, lists, pages, proposing, updating  # noqa: F401  # they add their routes
from blueprints.admin.editions.blueprint import editions

__all__ = ["editions"]
