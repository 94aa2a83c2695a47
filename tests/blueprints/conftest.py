"""A clock that stands still until a test moves it."""

from tests.models.accounts.conftest import hands  # noqa: F401
