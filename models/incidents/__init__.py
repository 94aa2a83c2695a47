"""Incidents: a leak or a suspicion, from the first report to the closed case (M8)."""
