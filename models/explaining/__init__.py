"""Why somebody can, or cannot, see something: told by the same functions that decide it (B2)."""
