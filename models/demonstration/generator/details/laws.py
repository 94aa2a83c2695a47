"""Procedures under other laws: whether each of the nineteen applies, how far it is, and who is in charge."""

import re
from typing import Any

from models.demonstration.generator.chance import Weighted
from models.demonstration.generator.details.draft import Anchor, Draft

NUMBERS = tuple(f"{number:02d}" for number in range(1, 20))
_COMMON = {"02": 4, "09": 6, "10": 5, "11": 12, "12": 7, "14": 5}
_DRAWN = Weighted((number, _COMMON.get(number, 1)) for number in NUMBERS)
_STATUSES = Weighted((("手続済み", 60), ("手続中", 20), ("手続予定", 12), ("届出済み", 8)))
_OFFICES = ("農業委員会事務局", "都市計画課", "環境政策課", "森林整備課", "土木事務所", "文化財課")
_MOST = 4
_KEY = re.compile(r"law_(\d\d)_(applicable|status|permitted_on|office)")


def is_law_item(key: str) -> bool:
    """Whether an item is one of these."""
    return _KEY.fullmatch(key) is not None


def law_items(draft: Draft) -> dict[str, Any]:
    """Every law's 有 or 無, and the rest for those that apply."""
    applying = {_DRAWN.draw(draft.random) for _ in range(draft.between(0, _MOST))}
    values: dict[str, Any] = {}
    for number in NUMBERS:
        values[f"law_{number}_applicable"] = "有" if number in applying else "無"
        if number in applying:
            day = draft.day(Anchor.CERTIFIED, -120, 400)
            values[f"law_{number}_status"] = _STATUSES.draw(draft.random)
            values[f"law_{number}_permitted_on"] = day.isoformat() if day else None
            values[f"law_{number}_office"] = f"{draft.subject.place.name} {draft.one_of(_OFFICES)}"
    return values
