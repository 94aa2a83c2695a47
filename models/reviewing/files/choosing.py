"""Which part of the matrix goes into a file: of which edition or draft, which items, which attributes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy.orm import Session

from models import clock
from models.catalogue.catalogue import catalogue
from models.catalogue.grants import GrantsEdition, edition_in_force
from models.catalogue.item import Item
from models.errors import NotFound
from models.organisations.kinds import OrganisationKind
from models.reviewing.cells import CellKey, Cells, attributes, cells_of, standing_cells
from models.reviewing.drafts import Draft, find_draft
from models.reviewing.editions import find_edition, is_past
from models.reviewing.showing import Showing

LONGEST_WORDS = 200


class Setting(StrEnum):
    """How an item stands with the chosen attribute."""

    GRANTED = "granted"
    NOT_GRANTED = "not-granted"

    @property
    def label(self) -> str:
        """The setting in words."""
        return "見える項目" if self is Setting.GRANTED else "見えない項目"


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which items and attributes. ``setting`` is asked of ``attribute``, and means nothing without it."""

    section: str = ""
    attribute: OrganisationKind | None = None
    setting: Setting | None = None
    words: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "ItemFilter":
        """What an address asks for; what it does not understand filters nothing."""
        sections = {one.number for one in catalogue().sections}
        section, words = given.get("section", ""), given.get("words", "").strip()[:LONGEST_WORDS]
        attribute = next((one for one in attributes() if one.value == given.get("attribute")), None)
        setting = next((one for one in Setting if one.value == given.get("setting")), None)
        return cls(section if section in sections else "", attribute, setting if attribute else None, words)

    @property
    def attributes(self) -> Sequence[OrganisationKind]:
        """The attributes asked about."""
        return attributes() if self.attribute is None else (self.attribute,)

    @property
    def in_words(self) -> list[str]:
        """The conditions, for the trail."""
        labels = {one.number: one.label for one in catalogue().sections}
        stated = (
            ("区分", labels.get(self.section, "")),
            ("利用者属性", self.attribute.label if self.attribute else ""),
            ("設定", self.setting.label if self.setting else ""),
            ("語", self.words),
        )
        return [f"{label}: {value}" for label, value in stated if value]

    def items(self, showing: Showing) -> list[Item]:
        """The items that meet every condition, in their order."""
        return [item for item in catalogue().items if self._takes(item, showing)]

    def _takes(self, item: Item, showing: Showing) -> bool:
        if self.section and item.section != self.section:
            return False
        if self.attribute and self.setting and _setting(item, self.attribute, showing) is not self.setting:
            return False
        named = (item.label, item.key, item.code)
        return all(any(word in name.casefold() for name in named) for word in self.words.casefold().split())


def _setting(item: Item, attribute: OrganisationKind, showing: Showing) -> Setting:
    return Setting.GRANTED if showing.shows(CellKey(item.key, attribute)) else Setting.NOT_GRANTED


@dataclass(frozen=True, slots=True)
class Source:
    """What a file is of: a draft or an edition, what it grants, and its name in words and in a file's name.

    Of an edition, whichever, it holds the grants that count today: taken into a draft it revives nothing that lapsed.
    ``lapsed`` is the number of those it leaves out. A past edition shows nothing: of it, what is granted is looked at.
    """

    label: str
    name: str
    showing: Showing = field(repr=False)
    draft: Draft | None = None
    edition: int | None = None
    lapsed: int = 0
    past: bool = False

    @property
    def cells(self) -> Cells:
        """The granted cells."""
        return self.showing.cells


def source_of(session: Session, draft: int | None, edition: int | None) -> Source:
    """The draft, or the edition, by default the one in force. Raises ``NotFound``."""
    if draft is not None:
        found = find_draft(session, draft)
        label = f"下書き「{found.row.title}」"
        return Source(label, f"draft-{draft}-{found.row.revision}", found.showings(clock.today())[1], draft=found)
    if edition is None:
        present = edition_in_force(session, clock.now())
        if present is None:
            raise NotFound("有効な閲覧権限の版がありません。")
        return _of_edition(session, present)
    return _of_edition(session, find_edition(session, edition))


def _of_edition(session: Session, edition: GrantsEdition) -> Source:
    number, past, counting = edition.number, is_past(session, edition), standing_cells(session, edition.number)
    showing = Showing(counting, edition.closes_overdue and not past, clock.today())
    lapsed = len(cells_of(session, number).keys() - counting.keys())
    return Source(f"第{number}版", f"edition-{number}", showing, edition=number, lapsed=lapsed, past=past)
