"""Whether a register has the words it needs, and its lists begin with items there are (M18)."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from models.catalogue.item import Item, Store
from models.cataloguing.problem import Problem
from models.words import REGISTER_FILE, register_values

SAID, LISTED = ("name", "records", "subject", "id"), ("columns", "filters")
LONGEST_WORD = 40


def word_problems(folder: Path, by_key: Mapping[str, Item]) -> Iterator[Problem]:
    """What is wrong with ``register.toml``; ``by_key`` are the items of the catalogue."""
    try:
        values = register_values(folder / REGISTER_FILE)
    except (OSError, ValueError) as error:
        yield Problem(REGISTER_FILE, 0, f"TOML として読めません: {error}")
        return
    for sentence in _sentences(values, by_key):
        yield Problem(REGISTER_FILE, 0, sentence)


def _sentences(values: Mapping[str, Any], by_key: Mapping[str, Item]) -> Iterator[str]:
    for name in sorted(values.keys() - {*SAID, *LISTED}):
        yield f"{name} は知られていません。"
    for name in SAID:
        word = values.get(name)
        if not isinstance(word, str) or not word.strip() or len(word) > LONGEST_WORD or not word.isprintable():
            yield f"{name} に、{LONGEST_WORD} 文字以内のことばを書いてください。"
    for name in LISTED:
        keys = values.get(name)
        if not isinstance(keys, list) or (not keys and name == "columns"):
            yield f"{name} に、項目の key を並べてください。"
            continue
        yield from (
            f"{name} の {key} は、{_why_not(name, by_key.get(key))}" for key in keys if _why_not(name, by_key.get(key))
        )


def _why_not(name: str, item: Item | None) -> str:
    if item is None:
        return "項目にありません。"
    if name == "columns":
        return "一覧の列にできません（store=site）。" if item.store is Store.SITE else ""
    return "" if item.filterable or item.searchable else "絞り込みに使えません。"
