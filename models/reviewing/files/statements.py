"""What each line of a file states about which cell, in either form, before it is held against a draft."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from models.catalogue.catalogue import Catalogue, catalogue
from models.catalogue.file_cells import neutral, unguarded
from models.catalogue.item import Item
from models.errors import DomainError
from models.organisations.kinds import OrganisationKind
from models.reviewing.cells import CellKey, GrantTerms, attributes, check_grantable
from models.reviewing.files.columns import (
    TERMS,
    Column,
    FileForm,
    UnreadableCell,
    attribute_named,
    day_named,
    folded,
    ground_named,
    marked,
    quoted,
)
from models.reviewing.files.reading import LINE, form_of

_DAYS = ("reviewed_on", "review_due_on")
# Names of members are looked up once: a file has thousands of lines.
_KEY, _CODE, _LABEL = Column.KEY.name, Column.CODE.name, Column.LABEL.name
_ATTRIBUTE, _MARK = Column.ATTRIBUTE.name, Column.MARK.name
_TERMS = {name: column.name for name, column in TERMS.items()}
_REMEMBERED = 4_096


@dataclass(frozen=True, slots=True)
class Statement:
    """One cell: granted or not, and the terms as they are written; or the ``fault`` why nothing can be understood.

    ``stated`` has the terms for which the file has a column.
    """

    number: str
    item: str
    attribute: str
    key: CellKey | None = None
    granted: bool = False
    stated: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""


def statements_of(rows: Sequence[Mapping[str, str]]) -> Iterator[Statement]:
    """What the kept lines of a file state, in their order. A line whose item is not known states one fault."""
    form, by_code = form_of(rows[0]), {attribute.value: attribute for attribute in attributes()}
    for row in rows:
        number = row[LINE]
        try:
            item = _item(row)
        except DomainError as error:
            yield Statement(number, _label(row), quoted(row.get(_ATTRIBUTE, "")), fault=error.reason)
            continue
        if form is FileForm.LONG:
            yield _of_line(number, item, row)
        else:
            named = ((attribute, row[code]) for code, attribute in by_code.items() if code in row)
            yield from (_of_mark(number, item, attribute, mark, {}) for attribute, mark in named)


def terms_of(stated: Mapping[str, str], former: GrantTerms) -> GrantTerms:
    """The terms as stated; those without a column, and those written as the file writes them now, stay as they are.

    Raises ``UnreadableCell``.
    """
    return GrantTerms(**{name: _term(name, stated, former) for name in TERMS})


def _of_line(number: str, item: Item, row: Mapping[str, str]) -> Statement:
    named = row[_ATTRIBUTE]
    attribute = attribute_named(named)
    if attribute is None:
        fault = f"知らない利用者属性です：「{quoted(named)}」" if named else "利用者属性がありません。"
        return Statement(number, item.label, quoted(named), fault=fault)
    stated = {name: row[column] for name, column in _TERMS.items() if column in row}
    return _of_mark(number, item, attribute, row[_MARK], stated)


def _of_mark(number: str, item: Item, attribute: OrganisationKind, mark: str, stated: Mapping[str, str]) -> Statement:
    key = CellKey(item.key, attribute)
    try:
        granted = marked(mark)
        if granted:
            check_grantable(key)
    except DomainError as error:
        return Statement(number, item.label, attribute.label, fault=error.reason)
    return Statement(number, item.label, attribute.label, key, granted, stated)


def _item(row: Mapping[str, str]) -> Item:
    """The item that key and code name. Where a spreadsheet was sorted in part, they and the label part company."""
    key, code = folded(row.get(_KEY, "")), folded(row.get(_CODE, ""))
    named = [known.get(text) for text, known in ((key, catalogue().by_key), (code, _by_code(catalogue()))) if text]
    if not named:
        raise UnreadableCell("項目キーも番号もありません。")
    found = named[0]
    if found is None or None in named:
        raise UnreadableCell(f"項目一覧に無い項目です：「{quoted(key or code)}」")
    label = unguarded(row.get(_LABEL, ""))
    if named[-1] is not found or (label and _plain(label) != _plain(found.label)):
        raise UnreadableCell("項目キー、番号、項目名が、別々の項目を指しています。行がずれていないか確かめてください。")
    return found


@lru_cache(maxsize=8)
def _by_code(whole: Catalogue) -> Mapping[str, Item]:
    return {item.code: item for item in whole.items}


def _label(row: Mapping[str, str]) -> str:
    names = [row.get(column, "") for column in (_LABEL, _KEY, _CODE)]
    return quoted(unguarded(next((name for name in names if name), "")))


@lru_cache(_REMEMBERED)
def _plain(label: str) -> bytes:
    """A label as far as Shift_JIS holds it: what it cannot hold is a question mark on either side."""
    return folded(label).encode("cp932", "replace")


def _term(name: str, stated: Mapping[str, str], former: GrantTerms) -> Any:
    present = getattr(former, name)
    if name not in stated:
        return present
    text = stated[name]
    if name in _DAYS:
        return day_named(TERMS[name], text)
    if name == "ground":
        return ground_named(text)
    return present if text in {present.strip(), neutral(present).strip()} else unguarded(text)
