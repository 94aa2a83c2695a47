"""Every act that takes two persons: who may propose and who may approve it, what it changes, how (policy §2)."""

from models.approvals.acts import Acts

ACTS: Acts = {}
