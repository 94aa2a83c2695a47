"""Whether the service runs, for machines that watch it."""

from blueprints.health.views import health

__all__ = ["health"]
