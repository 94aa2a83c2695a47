"""Terms of use and privacy policy: open to everyone, one link away on every page (M14)."""

from blueprints.legal.views import legal

__all__ = ["legal"]
