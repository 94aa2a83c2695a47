"""One file over the quota: asked for with a reason, approved by another person, taken once (B4)."""
