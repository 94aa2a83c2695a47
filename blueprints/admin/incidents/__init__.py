"""Cases of the owner's officers: the list, one of them with its timeline, and everything that is done in it."""

from blueprints.admin.incidents import (  # noqa: F401  # each adds its routes
    case,
    closing,
    entries,
    facts,
    files,
    lists,
    seen,
    told,
)
from blueprints.admin.incidents.blueprint import incident_cases

__all__ = ["incident_cases"]
