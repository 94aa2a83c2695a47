"""The owner of the data looks back: who has looked at a facility, when, for what, told to whom it belongs (B1)."""
