"""Organisations: what kind they are, what limits their rows, whether they may use the register at all (M2, M6)."""
