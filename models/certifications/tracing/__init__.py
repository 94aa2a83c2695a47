"""A found file traced to the act that made it, and held against the record of that act (B4, M13)."""
