"""A register of a hundred facilities in which everything that can be confused is: ties, gaps, several sites, and texts
that query languages, collations and terminals take for something else."""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import time_machine
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from models.audit.actor import Actor
from models.catalogue.catalogue import catalogue
from models.catalogue.choices import choices
from models.catalogue.first_edition import load_first_edition
from models.register.tripwire import install_tripwire
from tests.databases.recipes import migrated
from tests.databases.templates import upon
from tests.factories.facilities import Row, facility, fill, parcels, take_in
from tests.factories.stock import SINCE

FACILITIES = 110
SEED = 20260511
# Bureau's letter and prefecture of the 設備ID, and where it stands: cities with wards, a city split between two grid
# companies, islands, and one that stands elsewhere than its ID says.
PLACES = (
    ("C14", "神奈川県横浜市鶴見区鶴見中央４－４"),
    ("C14", "神奈川県横浜市西区みなとみらい５－５"),
    ("C14", "神奈川県川崎市川崎区宮本町１丁目２番地３"),
    ("C22", "静岡県富士市今泉１－１"),
    ("C22", "静岡県富士市中之郷２－２"),
    ("C19", "山梨県南巨摩郡南部町南部３－３"),
    ("C13", "東京都千代田区霞が関７"),
    ("C15", "新潟県村上市三之町６"),
    ("B06", "新潟県村上市岩船１００%"),
    ("A01", "北海道札幌市中央区北１条"),
    ("I47", "沖縄県那覇市泉崎８"),
    ("E18", "福井県敦賀市中央町１０"),
    ("E27", "大阪府堺市堺区南瓦町_３"),
    ("H40", "福岡県北九州市小倉北区城内１－１"),
    ("F32", "所在地不明"),
)
NAMES = (
    "みほん電力株式会社",
    "ミホン電力株式会社",
    "（株）みほん電力",
    "（株）さくら発電",
    "東　京子",
    "東京子",
    "京東合同会社",
    "Ｓｕｎ　Ｌｉｇｈｔ有限会社",
    "Light Sun LLC",
    "sun_light 100%",
    "100パーセント太陽光",
    "太陽 AND 風 OR 水",
    "NOT NEAR(太陽 風, 2)",
    "^太陽* {operator_name}: 光",
    '太陽\'光"発"電; DROP TABLE',
    "scopes:nationjp",
    "\\%\\_ バックスラッシュ",
    "𠮷野🌞電力",
    "𠮷田🌞🌛合同会社",
    "カ\u3099ス゛発電",
    "e\u0301clair énergie",
    "葛\U000e0100城エナジー",
    "\u0634\u0645\u0633 ソーラー",
    "髙﨑ー太陽",
    "高崎-太陽",
    "ぁアｱ",
    "Ａ",
    "a",
    "Z",
    "ｚ",
    "ー",
    "々々",
    "薬師",
    "薬師太陽光発電所合同会社",
)
LARGE = (NAMES[0],) * 12
"""One operator has many facilities, the others few."""
OFFICES = tuple(address for _mark, address in PLACES[:3])
FACILITY_NAMES = (
    None,
    None,
    "みほん第一発電所",
    "みほん第二発電所",
    "=1+1",
    "－",
    "_",
    "%",
    "太陽の丘 ☀️",
    "光 陽 太",
    "第 1 号",
)
OUTPUTS = (0.1, 9.9, 9.95, 10.0, 49.5, 49.95, 49.9, 50.0, 1990.4, 1990.45, 123456.7, None)
DAYS = (date(2013, 4, 1), date(2013, 4, 1), date(2014, 3, 31), date(2015, 3, 31), date(2016, 2, 29), None)
MONTHS = ("2014-03", "2015-12", "2016-02", None)
SOURCES = ("太陽光", "太陽光", "太陽光", "風力", "地熱", "水力（既設導水路活用型）", "バイオマス（メタン発酵ガス）")
FURTHER_DAYS = ("amended_on", "applied_on", "connection_contracted_on", "operation_started_on", "lapses_on",
                "fip_transferred_on", "seal_certificate_expires_on")  # fmt: skip
GAPS = 0.25
"""The share of values that are unknown."""


@upon(migrated)
def entangled(url: str) -> None:
    """The recipe: a migrated database, edition 1 in force, and the register."""
    engine = create_engine(url)
    install_tripwire(engine)
    with Session(engine) as session, time_machine.travel(SINCE, tick=False):
        load_first_edition(session, Actor.at_console("tests"))
        session.commit()
        fill_entangled(session)
    engine.dispose()


def fill_entangled(session: Session) -> None:
    """Take the facilities in, then their details, then let some change from FIT to FIP and some be corrected."""
    chance = Random(SEED)
    rows = [published(chance, number) for number in range(FACILITIES)]
    take_in(session, rows, [site for row in rows[::4] for site in _sites(chance, row)])
    moved = [row | {"facility_id": _under_fip(row["facility_id"])} for row in rows[::11]]
    corrected = [row | {"certified_on": date(2012, 7, 1)} for row in rows[1::11]]
    take_in(session, [*moved, *corrected])
    present = [row["facility_id"] for row in (*moved, *(row for place, row in enumerate(rows) if place % 11))]
    fill(session, {facility_id: details(chance) for facility_id in present})


def published(chance: Random, number: int) -> Row:
    """One facility by chance, as a published register could list it; its serial is ``number``'s."""
    mark, address = chance.choice(PLACES)
    person = chance.random() < GAPS
    return facility(
        f"{chance.choice('AD')}{300001 + number}{mark}",
        address,
        representative_name=None if person else chance.choice(("見本　太郎", "東　京子", "O'Neil", "山田　_花子")),
        operator_address=None if person else chance.choice(OFFICES),
        source=chance.choice(SOURCES),
        panel_output_kw=chance.choice((None, Decimal("60.1"), Decimal("55.25"))),
        operation_planned_on=chance.choice(DAYS),
        operation_reported_month=chance.choice(MONTHS),
        procurement_ends_month=chance.choice(MONTHS),
        self_sustained_operation=chance.choice((None, "有", "無")),
        supply_outlet=chance.choice((None, "有", "無")),
        disposal_reserve_status=chance.choice((None, "0-20%", "開示不同意")),
    )


def details(chance: Random) -> dict[str, Any]:
    """What an office may enter of a facility: texts no published register holds, and gaps where it has none."""
    always = {
        "operator_name": chance.choice((*NAMES, *LARGE)),
        "certified_on": _iso(chance.choice(DAYS)),
        "output_kw": chance.choice(OUTPUTS),
    }
    drawn = {
        "facility_name": chance.choice(FACILITY_NAMES),
        "status": chance.choice((None, None, "失効", "廃止")),
        "grid_operator": chance.choice((None, None, None, "tohoku", "okinawa")),
        **{key: _choice(chance, key) for key in ("certification_category", "wiring_class", "disposal_reserve_method")},
        **{key: chance.choice((True, False)) for key in ("roof_mounted", "ground_mounted")},
        **{key: _iso(chance.choice(DAYS)) for key in FURTHER_DAYS},
        "procurement_price": chance.choice((17.0, 21.0, 32.5, 40.0)),
        "procurement_years": chance.choice((10, 15, 20)),
        "law_11_applicable": chance.choice((None, "有", "無")),
        "law_03_status": chance.choice((None, "手続済", "手続不要")),
        "inverter_output_kw": 49.5,
        "inverter_count": chance.choice((0, 1, 12)),
        "cell_types": ["単結晶", "多結晶"],
        "multi_site_scheme": chance.choice((True, False)),
    }
    return always | {key: value for key, value in drawn.items() if value is not None and chance.random() > GAPS}


def _choice(chance: Random, key: str) -> str:
    return chance.choice([value for value, _name in choices(catalogue().by_key[key])])


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _sites(chance: Random, row: Row) -> list[Row]:
    others = (chance.choice(PLACES)[1] for _ in range(chance.randrange(1, 4)))
    return parcels(row["facility_id"], row["site_address"], *others)


def _under_fip(facility_id: str) -> str:
    return f"{facility_id[:7]}{'ABCDEFGHI'.index(facility_id[7]) + 1}{facility_id[8:]}"
