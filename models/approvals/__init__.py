"""Acts that take two persons: proposed by one, approved by another, carried out at once (policy §2)."""
