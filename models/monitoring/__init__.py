"""Monitoring: detection over the living trail, its alerts, and the rules it goes by (M11, M12, B3)."""
