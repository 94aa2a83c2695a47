"""Whether an item has a place for its values in the register, and can do there what the catalogue says of it (M18)."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import Boolean, Date, Double, Float, Integer, String

from models.catalogue.choices import choices
from models.catalogue.item import Item, ItemType, Store
from models.certifications.criteria import OWN_PARAMETERS
from models.certifications.filters import FROM, RANGED, TO
from models.register.certification import CERTIFICATIONS, ITEM_COLUMNS, SITE_ITEMS
from models.register.derivation import OperatorKind, OutputClass, Scheme, Status
from models.register.search_index import SEARCHABLE

CORE = ("facility_id",)
"""Without these a register has no records that could be told apart, found or opened."""
TEXTS = frozenset({ItemType.STRING, ItemType.TEXT, ItemType.CODE, ItemType.ENUM, ItemType.MONTH})
_HOLDS: Mapping[type[Any], frozenset[ItemType]] = MappingProxyType(
    {
        Boolean: frozenset({ItemType.BOOLEAN}),
        Date: frozenset({ItemType.DATE}),
        Double: frozenset({ItemType.DECIMAL}),
        Float: frozenset({ItemType.DECIMAL}),
        Integer: frozenset({ItemType.INTEGER}),
        String: TEXTS,
    }
)
WORKED_OUT: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "scheme": frozenset(Scheme),
        "status": frozenset(Status),
        "output_class": frozenset(OutputClass),
        "operator_kind": frozenset(OperatorKind),
    }
)
"""Items whose values the register itself works out: a catalogue that has them has these among their choices."""
_CHOSEN = frozenset({ItemType.ENUM, ItemType.ENUM_LIST, ItemType.CODE, ItemType.CODE_LIST})
_CHOSEN_BY_PLACE = frozenset({"municipality"})


def item_problems(item: Item) -> Iterator[str]:
    """What is wrong with an item, looked at alone."""
    match item.store:
        case Store.COLUMN:
            yield from _column_problems(item)
        case Store.SITE:
            if item.key not in SITE_ITEMS:
                yield f"store=site にできるのは {'、'.join(sorted(SITE_ITEMS))} だけです。"
        case Store.DOCUMENT:
            if item.key in CERTIFICATIONS.c:
                yield f"{item.key} は登録情報の列の名前です。store=column にするか、別の key にしてください。"
    yield from _use_problems(item)
    if item.choices and item.type not in _CHOSEN:
        yield f"choices は enum か code の項目だけに書けます（type={item.type}）。"
    if item.scale and item.type not in {ItemType.DECIMAL, ItemType.DECIMAL_LIST}:
        yield f"scale は decimal の項目だけに書けます（type={item.type}）。"
    if item.key in OWN_PARAMETERS or item.key.endswith((FROM, TO)):
        yield f"key {item.key} は、検索のアドレスの名前と重なります。"


def wanted_items(items: Sequence[Item]) -> Iterator[str]:
    """What the register cannot do without."""
    by_key = {item.key: item for item in items}
    for key in CORE:
        if key not in by_key or by_key[key].store is not Store.COLUMN or by_key[key].internal:
            yield f"{key}（登録情報の番号。store=column、internal=no）の行がありません。登録情報を開くのに必要です。"


def unnamed_columns(items: Sequence[Item]) -> tuple[str, ...]:
    """The columns of the register that no item names: their values exist and nobody sees them."""
    return tuple(sorted(ITEM_COLUMNS - {item.key for item in items}))


def _column_problems(item: Item) -> Iterator[str]:
    if item.key not in ITEM_COLUMNS:
        yield f"register_certifications に、項目にできる列 {item.key} がありません（store=column）。"
        return
    held = CERTIFICATIONS.c[item.key].type
    fits = next((types for base, types in _HOLDS.items() if isinstance(held, base)), frozenset())
    if item.type not in fits:
        yield f"型が違います: 列 {item.key} に入るのは {'、'.join(sorted(fits))} で、{item.type} ではありません。"
    length = getattr(held, "length", None)
    if length and any(len(choice) > length for choice in item.choices):
        yield f"列 {item.key} に入るのは {length} 文字までです。choices に長すぎる値があります。"
    if missing := WORKED_OUT.get(item.key, frozenset()) - set(item.choices):
        yield f"{item.key} は登録情報から定まります。choices に {'、'.join(sorted(missing))} が必要です。"


def _use_problems(item: Item) -> Iterator[str]:
    if (item.sortable or item.filterable) and item.store is not Store.COLUMN:
        yield "sortable と filterable は、store=column の項目だけを yes にできます。"
    elif item.filterable and item.type not in RANGED and not choices(item) and item.key not in _CHOSEN_BY_PLACE:
        yield "filterable=yes には、choices か、範囲で絞れる型（日付・年月・数）が必要です。"
    if item.searchable and item.key not in SEARCHABLE:
        yield f"searchable=yes にできるのは、検索の索引にある {'、'.join(SEARCHABLE)} だけです。"
    if item.searchable and item.filterable:
        yield "searchable と filterable は、どちらか一方だけを yes にしてください。"
