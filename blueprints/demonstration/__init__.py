"""The demonstration, at the console only."""

from blueprints.demonstration.commands import demo_cli

__all__ = ["demo_cli"]
