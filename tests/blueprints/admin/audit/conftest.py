"""The service over the register in small, with those who look at the trail and those it speaks of."""

from tests.factories.fixtures import stock_url  # noqa: F401
from tests.threats.conftest import empty_service, service  # noqa: F401
