"""Searching the register, reading one certification, taking a list away as a file."""

from blueprints.certifications import detail, export, exported, search  # noqa: F401  # each adds its routes
from blueprints.certifications.blueprint import certifications

__all__ = ["certifications"]
