"""The columns of both forms, and the words that stand in their cells.

The wide form has one line for an item and one column for an attribute, marked where it is granted. The long form has
one line for a cell, with the terms of its grant.
"""

import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from enum import StrEnum
from functools import lru_cache

from models.catalogue.catalogue import Catalogue, catalogue
from models.catalogue.grants import Ground
from models.catalogue.item import Item, PersonalData
from models.errors import DomainError
from models.organisations.kinds import OrganisationKind
from models.reviewing.cells import attributes


class FileForm(StrEnum):
    """How a file is laid out."""

    WIDE = "wide"
    LONG = "long"

    @property
    def label(self) -> str:
        """The form in words."""
        return "審査会の表" if self is FileForm.WIDE else "許可の一覧"


class Column(StrEnum):
    """A column that is none of an attribute; the value is its head."""

    CODE = "番号"
    KEY = "項目キー"
    LABEL = "項目名"
    SECTION = "区分"
    PERSONAL = "個人情報"
    ATTRIBUTE = "利用者属性"
    MARK = "許可"
    GROUND = "根拠の区分"
    REFERENCE = "業務又は条文の名"
    REVIEWER = "点検者"
    REVIEWED_ON = "点検日"
    REVIEW_DUE_ON = "次の点検の期限"
    LESS_WILL_NOT_DO = "より少ない情報では足りない理由"
    NOTE = "備考"


WIDE_COLUMNS = (Column.CODE, Column.KEY, Column.LABEL, Column.SECTION, Column.PERSONAL)
TERMS = {
    "ground": Column.GROUND,
    "reference": Column.REFERENCE,
    "reviewer": Column.REVIEWER,
    "reviewed_on": Column.REVIEWED_ON,
    "review_due_on": Column.REVIEW_DUE_ON,
    "less_will_not_do": Column.LESS_WILL_NOT_DO,
    "note": Column.NOTE,
}
"""The column of each of the terms of a grant."""
LONG_COLUMNS = (Column.CODE, Column.KEY, Column.LABEL, Column.ATTRIBUTE, Column.MARK, *TERMS.values())

MARK = "〇"
_MARKS = frozenset("〇○◯⭕")
_NO_MARKS = frozenset({"", "×", "✕", "✖"})
_PERSONAL = {PersonalData.YES: "個人情報", PersonalData.CONDITIONAL: "個人事業者の場合", PersonalData.NO: ""}
_DAY = re.compile(r"(\d{4})(?:-|/|年)(\d{1,2})(?:-|/|月)(\d{1,2})日?")
LONGEST_QUOTED = 40
_REMEMBERED = 4_096


class UnreadableCell(DomainError):
    """A cell that says nothing its column can hold."""


def attribute_named(text: str) -> OrganisationKind | None:
    """The attribute with this label, or this code."""
    return _attribute_names(catalogue()).get(folded(text))


@lru_cache(_REMEMBERED)
def folded(text: str) -> str:
    """A head or a name without what a spreadsheet may do to it: widths, spaces, line breaks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def personal_words(item: Item) -> str:
    """Whether values of the item are personal data, as it stands in a file."""
    return _PERSONAL[item.personal]


def marked(text: str) -> bool:
    """Whether a cell grants: a circle does, nothing and a cross do not. Raises ``UnreadableCell``."""
    if text in _MARKS:
        return True
    if text in _NO_MARKS:
        return False
    raise UnreadableCell(f"許可の印は〇又は空欄にしてください：「{quoted(text)}」")


def ground_named(text: str) -> Ground | None:
    """The ground with this name; None for nothing. Raises ``UnreadableCell``."""
    known = _ground_names(catalogue())
    if text and folded(text) not in known:
        names = "」又は「".join(ground.label for ground in Ground)
        raise UnreadableCell(f"根拠の区分は「{names}」にしてください：「{quoted(text)}」")
    return known[folded(text)] if text else None


def day_named(column: Column, text: str) -> date | None:
    """A day as people and spreadsheets write it; None for nothing. Raises ``UnreadableCell``."""
    if not text:
        return None
    found = _DAY.fullmatch(folded(text))
    with suppress(ValueError):
        if found:
            return date(*map(int, found.groups()))
    raise UnreadableCell(f"「{column.value}」は日付にしてください（例: 2026-04-01）：「{quoted(text)}」")


def quoted(text: str) -> str:
    """What somebody wrote, short enough to be told."""
    return text if len(text) <= LONGEST_QUOTED else f"{text[:LONGEST_QUOTED]}…"


# By the catalogue whose names they are: a file has thousands of lines.
@lru_cache(maxsize=8)
def _attribute_names(_whole: Catalogue) -> Mapping[str, OrganisationKind]:
    return {folded(name): kind for kind in attributes() for name in (kind.label, kind.value)}


@lru_cache(maxsize=8)
def _ground_names(_whole: Catalogue) -> Mapping[str, Ground]:
    return {folded(name): ground for ground in Ground for name in (ground.label, ground.value)}
