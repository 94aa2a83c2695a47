"""What the address of the matrix asks for: filter, page, rows a page; and addresses that ask for the same."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request

from blueprints.typed import whole
from models.catalogue.catalogue import catalogue
from models.catalogue.item import PersonalData, Store
from models.reviewing.cells import attributes
from models.reviewing.item_filter import ASKED_AS, ItemFilter, Origin
from models.reviewing.matrix import DEFAULT_SIZE, SIZES

PERSONAL = {
    PersonalData.YES: "個人情報",
    PersonalData.CONDITIONAL: "個人のときだけ個人情報",
    PersonalData.NO: "個人情報ではない",
}
STORES = {Store.COLUMN: "主要な項目", Store.DOCUMENT: "詳しい項目", Store.SITE: "設置場所から求める項目"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What this request asks for."""

    wanted: ItemFilter
    number: int
    size: int

    def address(self, **other: Any) -> str:
        """A query that asks for the same but for what is ``other``; None leaves out."""
        values = self.wanted.pairs | {"page": self.number, "size": self.size} | other
        kept = {name: value for name, value in values.items() if value and (name, value) not in _DEFAULTS}
        return urlencode(kept)


_DEFAULTS = {("page", 1), ("size", DEFAULT_SIZE)}


def asked() -> Asked:
    """What this request asks for; what cannot be asked for is left out."""
    size = whole(request.args.get("size"))
    number = whole(request.args.get("page")) or 1
    return Asked(ItemFilter.of(request.args), number, size if size in SIZES else DEFAULT_SIZE)


def choices() -> dict[str, list[tuple[str, str]]]:
    """What the fields of the filter offer."""
    everything = ("", "すべて")
    named = [("", "―"), *((one.value, one.label) for one in attributes())]
    return {
        "section": [everything, *((one.number, f"{one.number} {one.label}") for one in catalogue().sections)],
        "personal": [everything, *((one.value, label) for one, label in PERSONAL.items())],
        "store": [everything, *((one.value, label) for one, label in STORES.items())],
        "origin": [everything, *((one.value, one.label) for one in Origin)],
        "seen_by": named,
        "hidden_from": named,
        **{name: [everything, *((one.value, one.label) for one in offered)] for name, offered in ASKED_AS.items()},
    }


def chips(path: str, found: Asked) -> list[dict[str, str]]:
    """The conditions in force, each with the address that leaves it out."""
    offered, made = choices(), []
    for name, value in found.wanted.pairs.items():
        shown = dict(offered.get(name, ())).get(value, value)
        address = found.address(**{name: None, "page": None})
        made.append({"label": f"{_LABELS[name]}：{shown}", "url": f"{path}?{address}"})
    return made


def unusable(found: Asked) -> list[str]:
    """The conditions that were given and cannot be used, by what their fields are called."""
    return [_LABELS[name] for name in found.wanted.unusable]


_LABELS = {
    "words": "番号・項目名",
    "section": "区分",
    "personal": "個人情報",
    "store": "値の種類",
    "origin": "値の由来",
    "seen_by": "見える属性",
    "hidden_from": "見えない属性",
    "change": "下書き",
    "lacking": "根拠",
    "due": "点検の期限",
    "use": "閲覧",
    "reviewed_before": "点検日がこれより前",
}
