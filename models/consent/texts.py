"""What each kind of organisation is asked to agree to: six items, dated, per kind (M15).

Versions are shipped as files and published on the running system (``models.legal.published_texts``), and read alike.
The files lie in ``texts/<kind>/<date>.toml``. Each names, by date, the common file it builds on
(``texts/common/<date>.toml``: the six headings and the paragraphs everyone shares) and adds its own paragraphs before
the common ones, or instead of them (``includes_common = false``). A published version is never edited: a new date is a
new version, so what a kind was asked on any day can be shown again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from models.legal.dated import (
    DamagedText,
    NoSuchText,
    dated_files,
    digest,
    in_force,
    merged,
    of_version,
    read_dated,
    sentences,
)  # fmt: skip
from models.legal.published_texts import PublishedText, content_of, published

FOLDER = Path(__file__).with_name("texts")
COMMON = "common"
ITEM_CODES = (
    "purpose",
    "no_other_use",
    "information_management",
    "credential_management",
    "leak_response",
    "personnel_change",
)


@dataclass(frozen=True, slots=True)
class ConsentItem:
    """One of the six things agreed to, each by its own box."""

    code: str
    heading: str
    body: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConsentText:
    """Everything one kind of organisation is asked from the day ``version`` on.

    ``changes`` says in plain words what differs from the kind's previous version. ``sha256`` names the words agreed to
    (``items_digest``). Kind, version and changes are not part of it: equal words have equal digests.
    """

    kind: str
    version: date
    items: tuple[ConsentItem, ...]
    changes: tuple[str, ...]
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", items_digest(self.items))


def items_digest(items: Sequence[ConsentItem]) -> str:
    """The digest (``models.legal.dated.digest``) of ``[[code, heading, [paragraph, …]], …]``, the items in order."""
    return digest([[item.code, item.heading, list(item.body)] for item in items])


def document_of(kind: str) -> str:
    """The name under which a kind's text is kept in the table of published texts."""
    return f"consent:{kind}"


def versions(session: Session, kind: str, *, folder: Path = FOLDER) -> tuple[ConsentText, ...]:
    """Every version of a kind's text, oldest first, those not yet in force included."""
    files = shipped(kind, folder=folder)
    return merged(files, [_published(session, kind, known) for known in published(session, [document_of(kind)])])


def current_text(session: Session, kind: str, on: date) -> ConsentText:
    """What the kind is asked on this day in Japan; raises ``NoSuchText`` for an unknown kind or too early a day."""
    return in_force(versions(session, kind), on)


def text_by_version(session: Session, kind: str, version: date) -> ConsentText:
    """The kind's text of exactly this version, to show what was once agreed to."""
    return of_version(versions(session, kind), version)


def shipped(kind: str, *, folder: Path = FOLDER) -> tuple[ConsentText, ...]:
    """Every version that the product ships, oldest first."""
    if kind == COMMON or not kind.isidentifier():
        raise NoSuchText(f"no consent text is kept for {kind!r}")
    return _read_all(folder, str(kind))


@cache
def _read_all(folder: Path, kind: str) -> tuple[ConsentText, ...]:
    texts = tuple(_read(path, kind) for path in dated_files(folder / kind))
    if not texts:
        raise NoSuchText(f"no consent text is kept for {kind!r}")
    return texts


_kept: dict[PublishedText, ConsentText] = {}


def _published(session: Session, kind: str, known: PublishedText) -> ConsentText:
    """A version from the table; the key names its words, so that it is read once for as long as the process lives."""
    if known not in _kept:
        where = f"{known.document}, {known.version.isoformat()}"
        items = _six_items(content_of(session, known).get("items", []), where)
        text = ConsentText(kind, known.version, items, known.changes)
        if text.sha256 != known.sha256:
            raise DamagedText(f"{where}: the words are not those that were published")
        _kept[known] = text
    return _kept[known]


def _read(path: Path, kind: str) -> ConsentText:
    where = f"{kind}/{path.name}"
    values = read_dated(path)
    if values.get("kind") != kind:
        raise DamagedText(f"{where}: the kind is not the name of its folder")
    own = values.get("items", {})
    if not isinstance(own, dict) or set(own) - set(ITEM_CODES):
        raise DamagedText(f"{where}: the items are not those of the six codes")
    common = _common(path.parent.parent / COMMON, values.get("common"), where)
    return ConsentText(
        kind=kind,
        version=values["version"],
        items=tuple(_with_own_paragraphs(item, own.get(item.code, {}), where) for item in common),
        changes=sentences(values.get("changes"), f"{where}: changes"),
    )


def _common(folder: Path, version: object, where: str) -> tuple[ConsentItem, ...]:
    path = folder / f"{version}.toml"
    if not path.is_file():
        raise DamagedText(f"{where}: the common text {version} does not exist")
    return _six_items(read_dated(path).get("items", []), f"{COMMON}/{path.name}")


def _six_items(entries: Sequence[Mapping[str, Any]], where: str) -> tuple[ConsentItem, ...]:
    items = tuple(_item(entry, where) for entry in entries)
    if tuple(item.code for item in items) != ITEM_CODES:
        raise DamagedText(f"{where}: the six items are not all there in their order")
    return items


def _item(entry: Mapping[str, Any], where: str) -> ConsentItem:
    code, heading = entry.get("code"), entry.get("heading")
    if not isinstance(code, str) or not isinstance(heading, str) or not heading.strip():
        raise DamagedText(f"{where}: an item lacks its code or heading")
    return ConsentItem(code, heading, sentences(entry.get("paragraphs"), f"{where}: {code}"))


def _with_own_paragraphs(common: ConsentItem, own: Mapping[str, Any], where: str) -> ConsentItem:
    replaces = own.get("includes_common", True) is False
    paragraphs = sentences(own.get("paragraphs"), f"{where}: {common.code}", optional=not replaces)
    return ConsentItem(common.code, common.heading, paragraphs if replaces else paragraphs + common.body)
