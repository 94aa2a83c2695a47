"""Races are run over the register in small, on each database."""

from tests.factories.fixtures import stock, stock_url  # noqa: F401  # fixtures are taken in by name
