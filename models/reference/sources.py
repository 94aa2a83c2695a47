"""Groups of energy sources: the published phrase is kept as it stands, its group is derived from it."""

import unicodedata
from enum import StrEnum


class SourceGroup(StrEnum):
    """The five kinds of renewable energy the law names (再エネ特措法 第2条第3項)."""

    SOLAR = "太陽光"
    WIND = "風力"
    HYDRO = "水力"
    GEOTHERMAL = "地熱"
    BIOMASS = "バイオマス"


_OPENINGS = {
    "太陽光": SourceGroup.SOLAR,
    "風力": SourceGroup.WIND,
    "陸上風力": SourceGroup.WIND,
    "洋上風力": SourceGroup.WIND,
    "着床式洋上風力": SourceGroup.WIND,
    "浮体式洋上風力": SourceGroup.WIND,
    "水力": SourceGroup.HYDRO,
    "中小水力": SourceGroup.HYDRO,
    "地熱": SourceGroup.GEOTHERMAL,
    "バイオマス": SourceGroup.BIOMASS,
}


def source_group(phrase: str) -> SourceGroup | None:
    """The group of a published source phrase, or None when the phrase begins with no known source.

    Only the opening decides, because what is in brackets may name other sources or exclude them:
    「風力（陸上風力リプレースを除く）」 and 「洋上風力」 are wind, 「水力（既設導水路活用型）」 is hydro.
    """
    folded = "".join(unicodedata.normalize("NFKC", phrase).split())
    return next((group for opening, group in _OPENINGS.items() if folded.startswith(opening)), None)
