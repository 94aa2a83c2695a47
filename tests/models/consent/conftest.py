"""Consent is given on a day on which texts are in force."""

from tests.models.accounts.conftest import hands  # noqa: F401
