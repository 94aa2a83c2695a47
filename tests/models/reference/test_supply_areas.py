"""The supply area an address suggests, in whole prefectures and in the municipalities two companies share (M10)."""

import pytest

from models.reference.addresses import locate
from models.reference.grid_operators import GRID_OPERATORS
from models.reference.municipalities import MUNICIPALITIES
from models.reference.supply_areas import SupplyArea, area_of_prefecture, find_supply_area, supply_area_of


@pytest.mark.parametrize(
    ("address", "area"),
    [
        ("静岡県富士市永田町１－１００", "tokyo"),
        ("静岡県富士市岩淵８５５", "chubu"),
        ("静岡県富士市大字北松野１", "chubu"),
        ("静岡県庵原郡富士川町中之郷", "chubu"),
        ("静岡県富士宮市弓沢町１５０", "tokyo"),
        ("静岡県富士宮市内房３５３８", "chubu"),
        ("静岡県富士郡芝川町内房", "chubu"),
        ("静岡県富士郡芝川町長貫", "tokyo"),
        ("静岡県沼津市御幸町", "tokyo"),
        ("静岡県静岡市葵区追手町", "chubu"),
        ("静岡県駿東郡小山町藤曲", "tokyo"),
        ("岐阜県飛騨市神岡町東町", "hokuriku"),
        ("岐阜県飛騨市古川町本町", "chubu"),
        ("岐阜県郡上市白鳥町石徹白", "hokuriku"),
        ("岐阜県郡上市白鳥町白鳥", "chubu"),
        ("岐阜県不破郡関ケ原町大字今須", "kansai"),
        ("岐阜県不破郡関ヶ原町関ヶ原", "chubu"),
        ("三重県熊野市井戸町", "kansai"),
        ("三重県熊野市新鹿町", "chubu"),
        ("三重県熊野市二木島里町", "chubu"),
        ("三重県南牟婁郡御浜町", "kansai"),
        ("三重県南牟婁郡紀宝町", "kansai"),
        ("三重県尾鷲市中央町", "chubu"),
        ("福井県敦賀市中央町", "hokuriku"),
        ("福井県福井市大手", "hokuriku"),
        ("福井県三方郡美浜町郷市", "kansai"),
        ("福井県大飯郡高浜町宮崎", "kansai"),
        ("福井県三方上中郡若狭町中央", "kansai"),
        ("福井県小浜市大手町", "kansai"),
        ("兵庫県赤穂市福浦", "chugoku"),
        ("兵庫県赤穂市加里屋", "kansai"),
        ("兵庫県淡路市生穂新島", "kansai"),
        ("香川県小豆郡土庄町", "chugoku"),
        ("香川県小豆郡小豆島町", "chugoku"),
        ("香川県香川郡直島町", "chugoku"),
        ("香川県高松市番町", "shikoku"),
        ("愛媛県越智郡上島町弓削", "chugoku"),
        ("愛媛県今治市大三島町宮浦", "chugoku"),
        ("愛媛県今治市関前岡村", "chugoku"),
        ("愛媛県越智郡伯方町木浦", "chugoku"),
        ("愛媛県今治市別宮町", "shikoku"),
        ("新潟県糸魚川市市振", "tohoku"),
        ("鹿児島県大島郡与論町", "kyushu"),
        ("沖縄県那覇市泉崎", "okinawa"),
    ],
)
def test_an_address_lies_in_the_area_of_the_company_that_supplies_it(address: str, area: str) -> None:
    place = locate(address)

    assert (place.grid_area, place.uncertain) == (area, False)


@pytest.mark.parametrize(
    ("code", "address", "likelier"),
    [
        ("21217", "岐阜県飛騨市宮川町林", "chubu"),
        ("22210", "静岡県富士市", "tokyo"),
        ("38202", "愛媛県今治市", "shikoku"),
    ],
)
def test_where_the_address_does_not_settle_it_the_likelier_area_is_marked(
    code: str, address: str, likelier: str
) -> None:
    municipality = MUNICIPALITIES[code]

    assert find_supply_area(municipality, address) == SupplyArea(likelier, uncertain=True)
    assert supply_area_of(municipality, address) is None
    assert locate(address).uncertain


def test_an_address_may_begin_after_the_municipality() -> None:
    assert supply_area_of(MUNICIPALITIES["22210"], "岩淵８５５") == "chubu"
    assert supply_area_of(MUNICIPALITIES["22210"], "富士市岩淵") == "chubu"


def test_a_prefecture_with_parts_in_another_area_is_uncertain_as_a_whole() -> None:
    assert area_of_prefecture("22") == SupplyArea("chubu", uncertain=True)
    assert area_of_prefecture("06") == SupplyArea("tohoku", uncertain=False)


def test_every_municipality_lies_in_one_of_the_ten_areas() -> None:
    assert {each.supply_area for each in MUNICIPALITIES.values()} == set(GRID_OPERATORS)
