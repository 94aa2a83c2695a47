"""Groups of energy sources."""

import pytest

from models.reference.sources import SourceGroup, source_group


@pytest.mark.parametrize(
    ("phrase", "group"),
    [
        ("太陽光", SourceGroup.SOLAR),
        ("風力（陸上風力リプレースを除く）", SourceGroup.WIND),
        ("洋上風力", SourceGroup.WIND),
        ("水力（既設導水路活用型リプレース）", SourceGroup.HYDRO),
        ("地熱（全設備更新型リプレース）", SourceGroup.GEOTHERMAL),
        ("ﾊﾞｲｵﾏｽ (メタン発酵ガス)", SourceGroup.BIOMASS),
        ("原子力", None),
        ("", None),
    ],
)
def test_the_group_follows_from_how_the_published_phrase_begins(phrase: str, group: SourceGroup | None) -> None:
    assert source_group(phrase) is group
