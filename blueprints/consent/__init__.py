"""Consent: six boxes before the system is used (M15)."""

from blueprints.consent.views import consent

__all__ = ["consent"]
