"""The register as another attribute or organisation would see it."""

from blueprints.admin.preview import listed, record  # noqa: F401  # each adds its routes
from blueprints.admin.preview.blueprint import preview

__all__ = ["preview"]
