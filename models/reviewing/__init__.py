"""Reviewing viewing items (閲覧項目の点検): drafts, what they change, the editions they become (M9, B5)."""
