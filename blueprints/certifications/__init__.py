"""Searching the register, reading one certification, taking a list away as a file."""

from blueprints.certifications import (  # noqa: F401  # each adds its routes
    breakdown,
    columns,
    detail,
    excess,
    export,
    exported,
    own_visibility,
    saved,
    search,
)
from blueprints.certifications.blueprint import certifications

__all__ = ["certifications"]
