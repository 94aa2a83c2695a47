"""Questions about the register in small."""

from tests.factories.fixtures import stock, stock_url  # noqa: F401
