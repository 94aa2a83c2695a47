"""Every act that takes two persons: who may propose and who may approve it, what it changes, how (policy §2)."""

from models.approvals.acts import Acts
from models.approvals.approval import ApprovalKind
from models.publishing.publication import PUBLISH_TEXT

ACTS: Acts = {
    ApprovalKind.PUBLISH_TEXT: PUBLISH_TEXT,
}
