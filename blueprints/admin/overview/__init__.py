"""The administration's first page."""

from blueprints.admin.overview.views import admin

__all__ = ["admin"]
