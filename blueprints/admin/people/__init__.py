"""Accounts: the list, one account, and what can be done to it."""

from blueprints.admin.people import (  # noqa: F401  # they add their routes
    bulk,
    changing,
    credentials,
    ending,
    helping_many,
    last_day,
    lists,
    page,
)
from blueprints.admin.people.blueprint import people

__all__ = ["people"]
