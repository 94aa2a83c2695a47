"""What the second person reads of a draft before they decide: its difference, line by line (B5)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from models import clock
from models.approvals.acts import Change
from models.reviewing.difference import AttributeDifference
from models.reviewing.drafts import Draft
from models.reviewing.going_back import GoneBack
from models.reviewing.reach import Reach
from models.reviewing.showing import MovedRule

NAMED = 12
"""So many items of an attribute stand by name; the pages of the draft name all."""


def lines_of(one: AttributeDifference, reach: Reach) -> list[Change]:
    """What changes for one attribute, a line each of what is seen, hidden, and granted on other terms."""
    label, lines = one.attribute.label, []
    if one.revealed:
        lines.append(Change(f"{label}：見えるようになる", "", f"{_named(one.revealed)}（{reach.in_words}）"))
    if one.hidden:
        lines.append(Change(f"{label}：見えなくなる", f"{_named(one.hidden)}（{reach.in_words}）", _affected(reach)))
    if one.changed:
        lines.append(Change(f"{label}：根拠などの変更", "", f"{len(one.changed):,} 項目"))
    return lines


def _named(items: Sequence[Any]) -> str:
    shown = "、".join(item.short_label for item in items[:NAMED])
    more = f" ほか {len(items) - NAMED:,} 項目" if len(items) > NAMED else ""
    return f"{len(items):,} 項目：{shown}{more}"


def _affected(reach: Reach) -> str:
    searches, columns, files = reach.saved_searches, reach.columns, reach.files
    return f"影響：保存した条件 {searches} 件、列の設定 {columns} 件、書き出しファイル {files} 件"


def when_in_words(moment: datetime | None) -> str:
    """When it takes effect; None is at its approval."""
    return f"{clock.in_japan(moment):%Y年%-m月%-d日 %H:%M} から" if moment else "承認と同時に"


def rule_lines(moved: MovedRule | None) -> Iterator[Change]:
    """What becomes of overdue grants, where that changes: it moves what is seen now, and later as reviews fall due."""
    if moved is not None:
        yield Change("点検の期限を過ぎた許可", moved.before, moved.after)


def going_back_lines(back: GoneBack | None) -> Iterator[Change]:
    """What does not come back of the edition a draft goes back to."""
    if back is not None and back.missing:
        yield Change(f"第{back.edition}版に戻すもののうち、戻らないもの", "", back.missing_in_words)


def lapsed_lines(draft: Draft) -> Iterator[Change]:
    """What the draft was to grant and nobody can be granted so any more: named, and not in the edition."""
    if draft.lapsed:
        lapsed, names = f"下書きに {len(draft.lapsed):,} か所", "、".join(draft.lapsed_items[:NAMED])
        yield Change("項目一覧から外れた項目・内部になった項目の許可", lapsed, f"版に入らない：{names}")
