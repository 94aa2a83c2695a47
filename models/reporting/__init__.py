"""The monthly report to the owner: how the register was used, by whom, from where, and what was done about it (M11)."""
