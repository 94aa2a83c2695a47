"""Drafts and proposals of texts, through their forms."""

from datetime import UTC, datetime

from tests.driver.page import Page
from tests.driver.visitor import Visitor

MIDNIGHT = datetime(2026, 5, 31, 15, 0, tzinfo=UTC)
"""When the first of June begins in Japan, ten minutes later."""
JUNE_1, JUNE_2 = "2026-06-01", "2026-06-02"
TERMS, POLICY, TOWN = "利用規約", "プライバシーポリシー", "同意事項（自治体）"


def begin(visitor: Visitor, label: str) -> Page:
    """Begin the draft of a document, or open the one there is."""
    visitor.visit("/admin/texts")
    return visitor.submit(f"下書きを作る：{label}")


def propose(visitor: Visitor, number: int = 1, reason: str = "制度の見直しのため", *, expect: int = 200) -> Page:
    """From the difference to the proposal."""
    visitor.visit(f"/admin/texts/drafts/{number}/difference")
    visitor.follow("この下書きを提案する")
    return visitor.submit("propose", reason=reason, expect=expect)
