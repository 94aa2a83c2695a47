"""Asking the trail: who has seen what, what somebody has done; and evidence that leaves the house (M11, M13, B1)."""
