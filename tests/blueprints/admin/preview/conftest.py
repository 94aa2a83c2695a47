"""An office over the register in small."""

from tests.blueprints.certifications.conftest import office  # noqa: F401
from tests.factories.fixtures import stock_url  # noqa: F401
