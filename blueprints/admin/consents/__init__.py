"""How far consent has come, by organisation and by person."""

from blueprints.admin.consents.lists import consent_state

__all__ = ["consent_state"]
