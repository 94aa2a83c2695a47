"""The trail: what is recorded, by whom, chained so that a changed past is found (M11, M13, B3)."""
