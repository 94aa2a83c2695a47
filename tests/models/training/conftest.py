"""Courses are done on a day on which they are in force."""

from tests.models.accounts.conftest import hands  # noqa: F401
