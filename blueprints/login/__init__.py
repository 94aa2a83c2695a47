"""Signing in, one thing a page: ID and password, code, device and recovery codes the first time, new passwords."""

from blueprints.login import (  # noqa: F401  # each adds its routes
    code,
    connect,
    links,
    new_password,
    password,
    recovery_codes,
    step_up,
)
from blueprints.login.blueprint import login

__all__ = ["login"]
