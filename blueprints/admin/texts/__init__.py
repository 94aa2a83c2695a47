"""New versions of the terms, the policy and the six items: drafts, differences, proposals."""

from blueprints.admin.texts import (  # noqa: F401  # they add their routes
    calling_off,
    differences,
    discarding,
    editor,
    overview,
    proposing,
    shared,
)
from blueprints.admin.texts.blueprint import texts

__all__ = ["texts"]
