"""The forty-seven prefectures, by the two-digit code of JIS X 0401."""

from dataclasses import dataclass

from models.reference.tables import rows


@dataclass(frozen=True, slots=True)
class Prefecture:
    """One prefecture. ``supply_area`` is where most of it lies: split municipalities are decided one by one."""

    code: str
    name: str
    kana: str
    bureau: str
    supply_area: str


PREFECTURES: dict[str, Prefecture] = {row["code"]: Prefecture(**row) for row in rows("prefectures.csv")}
BY_NAME: dict[str, Prefecture] = {prefecture.name: prefecture for prefecture in PREFECTURES.values()}


def prefecture(code: str) -> Prefecture | None:
    """The prefecture with this code (``01``…``47``), or None."""
    return PREFECTURES.get(code)


def split_prefecture(text: str) -> tuple[Prefecture | None, str]:
    """Takes a leading prefecture name off a text: the prefecture, or None, and what is left."""
    for length in (3, 4):
        found = BY_NAME.get(text[:length])
        if found is not None:
            return found, text[length:]
    return None, text
