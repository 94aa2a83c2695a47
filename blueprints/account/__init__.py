"""The person's own account: sessions, history, devices, recovery codes, password, consents."""

from blueprints.account import address, consents, devices, overview, password, sessions  # noqa: F401  # each adds its routes
from blueprints.account.blueprint import account

__all__ = ["account"]
