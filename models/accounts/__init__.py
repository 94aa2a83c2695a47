"""Accounts: one person each, how they prove who they are, and their sessions (M4, M5, M7)."""
