"""What taking a catalogue into use would change: items, attributes, and who would lose sight of what (M9, M18)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models import clock
from models.catalogue.catalogue import Catalogue
from models.catalogue.grants import edition_in_force
from models.catalogue.item import Item, can_be_granted
from models.catalogue.recorded import CatalogueItem, counting_grants, known_items, not_the_same
from models.organisations.kinds import OrganisationKind

COMPARED = {
    "label": "名称",
    "section": "区分",
    "unit": "単位",
    "personal": "個人情報",
    "internal": "内部",
    "scale": "小数の桁",
    "choices": "選択肢",
    "searchable": "検索",
    "sortable": "並べ替え",
    "filterable": "絞り込み",
}
"""What of an item may change, with the words for it. Its type and its place may not."""


@dataclass(frozen=True, slots=True)
class Difference:
    """From the catalogue in use to another, in sentences. ``refused`` says what forbids to take it into use."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    attributes: tuple[str, ...]
    lost: tuple[str, ...]
    refused: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether items and attributes are the same; words may differ all the same."""
        return not any((self.added, self.removed, self.changed, self.attributes, self.refused))


def difference(session: Session, before: Catalogue, after: Catalogue) -> Difference:
    """What would change for this deployment if ``after`` came instead of ``before``."""
    known = known_items(session)
    return Difference(
        added=tuple(_come(item, known) for item in after.items if item.key not in before.by_key),
        removed=tuple(_name(item) for item in before.items if item.key not in after.by_key),
        changed=tuple(_changes(before, after)),
        attributes=tuple(_attributes(before, after)),
        lost=tuple(_lost(session, before, after)),
        refused=tuple(_refused(known, after)),
    )


def _name(item: Item) -> str:
    return f"{item.code} {item.label}（{item.key}）"


def _come(item: Item, known: Mapping[str, CatalogueItem]) -> str:
    again = "　以前にあった項目です。以前の閲覧権限は戻りません。" if item.key in known else ""
    return f"{_name(item)}{again}"


def _changes(before: Catalogue, after: Catalogue) -> Iterator[str]:
    for item in after.items:
        former = before.by_key.get(item.key)
        if former is None:
            continue
        for field, word in COMPARED.items():
            was, becomes = getattr(former, field), getattr(item, field)
            if was != becomes:
                yield f"{_name(item)} {word}: {_written(was)} → {_written(becomes)}"


def _written(value: object) -> str:
    match value:
        case bool():
            return "する" if value else "しない"
        case tuple():
            return "、".join(map(str, value)) or "なし"
    return str(value) or "なし"


def _attributes(before: Catalogue, after: Catalogue) -> Iterator[str]:
    for kind in OrganisationKind:
        was, becomes = before.by_kind.get(kind), after.by_kind.get(kind)
        if was is None and becomes is not None:
            yield f"追加: {becomes.label}（{kind.value}）"
        elif was is not None and becomes is None:
            yield f"削除: {was.label}（{kind.value}）。この種類の組織は、どの項目も見えなくなります。"
        elif was is not None and becomes is not None and was.label != becomes.label:
            yield f"変更: {was.label} → {becomes.label}（{kind.value}）"


def _lost(session: Session, before: Catalogue, after: Catalogue) -> Iterator[str]:
    """What the edition in force shows to an attribute today, and no more under ``after``."""
    edition = edition_in_force(session, clock.now())
    if edition is None:
        return
    for kind, attribute in before.by_kind.items():
        keys = counting_grants(session, edition.number, kind)
        seen = [item for item in before.items if item.key in keys]
        gone = [item for item in seen if not _shown(item.key, kind, after)]
        if gone:
            yield f"{attribute.label}: {len(gone)} 項目（{'、'.join(item.label for item in gone)}）"


def _shown(key: str, kind: OrganisationKind, after: Catalogue) -> bool:
    """Whether an item that was shown to an attribute still can be: neither is gone, nor is it withheld as internal."""
    item = after.by_key.get(key)
    return item is not None and kind in after.by_kind and can_be_granted(item, kind)


def _refused(known: Mapping[str, CatalogueItem], after: Catalogue) -> Iterator[str]:
    """An item's key and code name one kind of value for ever: stored values, grants and exports rest on it."""
    for item in not_the_same(known, after.items):
        yield f"{_name(item)} の番号・キー・型・保管場所は、以前の項目と違います。別の番号とキーにしてください。"
