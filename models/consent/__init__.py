"""Consent: the texts, dated, and the record of who agreed to which (M15)."""
