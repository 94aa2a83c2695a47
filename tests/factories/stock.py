"""A register in small: the awkward facilities by name, and a crowd with ties and gaps around them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import time_machine
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from models.audit.actor import Actor
from models.catalogue.catalogue import catalogue
from models.catalogue.first_edition import load_first_edition
from models.register.tripwire import install_tripwire
from tests.databases.recipes import migrated
from tests.databases.templates import upon
from tests.factories.facilities import Row, facility, fill, parcels, take_in

TWO_PREFECTURES = "A100001C22"
TWO_MUNICIPALITIES = "A100002C14"
TWO_AREAS = "A100003C22"
FOREIGN_ID = "A100004B06"
IN_A_WARD = "A100005C14"
CORRECTED = "A100006C22"
FORMER_FIT_ID, NOW_FIP_ID = "A100007C22", "A100007322"
ON_NEIGHBOURS_GRID = "A100008C13"
UNDER_A_LAW = "A100009C13"
OF_A_PERSON = "A100010I47"
LAPSED = "A100011A01"

FUJI, FUJIKAWA, YAMANASHI = "静岡県富士市今泉１－１", "静岡県富士市中之郷２－２", "山梨県南巨摩郡南部町南部３－３"
TSURUMI, YOKOHAMA_NISHI = "神奈川県横浜市鶴見区鶴見中央４－４", "神奈川県横浜市西区みなとみらい５－５"
MURAKAMI, CHIYODA, NAHA, SAPPORO = (
    "新潟県村上市三之町６",
    "東京都千代田区霞が関７",
    "沖縄県那覇市泉崎８",
    "北海道札幌市中央区９",
)
CROWD = 40
SINCE = datetime(2024, 3, 29, tzinfo=UTC)
"""When the register was filled and the first edition came into force."""
_PLACES = (FUJI, FUJIKAWA, TSURUMI, YOKOHAMA_NISHI, MURAKAMI, CHIYODA, NAHA, SAPPORO, "福井県敦賀市中央町１０")
_MARKS = ("C22", "C22", "C14", "C14", "C15", "C13", "I47", "A01", "E18")
_SOURCES = (
    "太陽光",
    "太陽光",
    "太陽光",
    "風力（陸上風力リプレースを除く）",
    "水力（既設導水路活用型）",
    "地熱",
    "バイオマス（メタン発酵ガス）",
)
_OPERATORS = (
    "みほん電力株式会社",
    "（株）さくら発電",
    "東京ソーラー合同会社",
    "Ｓｕｎ　Ｌｉｇｈｔ有限会社",
    "ミホン電力株式会社",
)


@upon(migrated)
def stocked(url: str) -> None:
    """A migrated database with the first edition of grants in force and the register filled."""
    engine = create_engine(url)
    install_tripwire(engine)
    with Session(engine) as session, time_machine.travel(SINCE, tick=False):
        load_first_edition(session, Actor.at_console("tests"))
        session.commit()
        fill_register(session)
    engine.dispose()


def fill_register(session: Session) -> None:
    """Every awkward facility, and the crowd."""
    before, sites = _landmarks()
    take_in(session, [*before, *_crowd()], sites)
    take_in(
        session,
        [
            facility(CORRECTED, CHIYODA, certified_on=date(2014, 1, 1)),
            facility(NOW_FIP_ID, FUJI, operator_name="ＦＩＰへ移った株式会社"),
        ],
    )
    known = catalogue().by_key
    items = {one: {key: value for key, value in filled.items() if key in known} for one, filled in _items().items()}
    fill(session, items)


def _landmarks() -> tuple[list[Row], list[Row]]:
    person = {"representative_name": None, "operator_address": None, "operator_telephone": None}
    facilities = [
        facility(TWO_PREFECTURES, FUJI, other_parcels=1),
        facility(TWO_MUNICIPALITIES, TSURUMI, other_parcels=1),
        facility(TWO_AREAS, FUJI, other_parcels=1),
        facility(FOREIGN_ID, MURAKAMI),
        facility(IN_A_WARD, TSURUMI),
        facility(CORRECTED, FUJI),
        facility(FORMER_FIT_ID, FUJI, operator_name="ＦＩＰへ移った株式会社"),
        facility(ON_NEIGHBOURS_GRID, CHIYODA, source="風力", output_kw=Decimal(1990)),
        facility(UNDER_A_LAW, CHIYODA, operator_name="=みほん（合同会社）"),
        facility(OF_A_PERSON, NAHA, operator_name="見本　花子", **person),
        facility(LAPSED, SAPPORO, certified_on=date(2013, 7, 1)),
    ]
    sites = [
        *parcels(TWO_PREFECTURES, FUJI, YAMANASHI),
        *parcels(TWO_MUNICIPALITIES, TSURUMI, YOKOHAMA_NISHI),
        *parcels(TWO_AREAS, FUJI, FUJIKAWA),
    ]
    return facilities, sites


def _crowd() -> list[Row]:
    chance = Random(20260401)
    rows = []
    for number in range(CROWD):
        place = chance.randrange(len(_PLACES))
        source = chance.choice(_SOURCES)
        rows.append(
            facility(
                f"A{200001 + number}{_MARKS[place]}",
                _PLACES[place],
                operator_name=chance.choice(_OPERATORS),
                source=source,
                output_kw=chance.choice(
                    [Decimal("9.9"), Decimal("49.5"), Decimal("49.9"), Decimal(50), Decimal("1990.4")]
                ),
                panel_output_kw=chance.choice([None, Decimal("60.1"), Decimal("55.25")]),
                certified_on=date(2013, 4, 1) + timedelta(days=91 * chance.randrange(6)),
                operation_reported_month=chance.choice([None, "2014-03", "2016-02"]),
                operation_planned_on=chance.choice([None, date(2015, 1, 1), date(2016, 2, 29)]),
                self_sustained_operation=chance.choice([None, "有", "無"]),
                disposal_reserve_status=chance.choice([None, "0-20%", "開示不同意"]),
            )
        )
    return rows


def _items() -> dict[str, dict[str, Any]]:
    items: dict[str, dict[str, Any]] = {
        ON_NEIGHBOURS_GRID: {"grid_operator": "tohoku"},
        UNDER_A_LAW: {"law_11_applicable": "有", "law_02_applicable": "無", "facility_name": "-1+1 発電所"},
        LAPSED: {"status": "失効", "certified_on": None, "lapses_on": "2016-03-31"},
    }
    chance = Random(20260402)
    for row in _crowd():
        items[row["facility_id"]] = {
            "procurement_price": chance.choice([None, 17.0, 21.0, 32.5]),
            "roof_mounted": chance.choice([None, True, False]),
            "facility_name": chance.choice([None, "みほん第一発電所", "さくら発電所"]),
            "connection_contracted_on": chance.choice([None, "2014-05-01", "2015-06-02"]),
            "law_03_status": chance.choice([None, "手続済", "手続不要"]),
        }
    return items
