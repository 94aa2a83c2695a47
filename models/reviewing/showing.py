"""What granted cells show on a day: a grant overdue for its review shows nothing where the rule closes it (M9, B5)."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from models.access.visible_items import is_in_time
from models.reviewing.cells import CellKey, Cells


@dataclass(frozen=True, slots=True)
class Showing:
    """Granted cells as they are shown on ``day`` (in Japan), under an edition that closes overdue grants or not."""

    cells: Cells
    closes_overdue: bool
    day: date

    def shows(self, key: CellKey) -> bool:
        """Whether the attribute of a cell sees its item that day."""
        terms = self.cells.get(key)
        return terms is not None and (not self.closes_overdue or is_in_time(terms.review_due_on, self.day))


class MovedRule(NamedTuple):
    """What becomes of overdue grants, in words: before, and after."""

    before: str
    after: str


def rule_in_words(*, closes_overdue: bool) -> str:
    """What becomes of grants overdue for their review."""
    return "期限の翌日から表示しない" if closes_overdue else "表示を続け、点検待ちとして知らせる"


def moved_rule(before: Showing, after: Showing) -> MovedRule | None:
    """How the rule differs between the two; None where it is the same."""
    if before.closes_overdue == after.closes_overdue:
        return None
    return MovedRule(*(rule_in_words(closes_overdue=one.closes_overdue) for one in (before, after)))
