"""Cases: what becomes of an alert, from the first notice to the finding (M8, M11)."""
