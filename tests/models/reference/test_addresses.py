"""Where an address lies (M10): spellings, former names, namesakes, and what stays uncertain."""

import pytest

from models.reference.addresses import Place, locate


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("山形県山形市松波２－８－１", "06201"),
        ("山形県最上郡最上町大字向町６４４", "06362"),
        ("山形県　天童市　老野森１　", "06210"),
        ("〒990-8570 山形県山形市松波2-8-1", "06201"),
        ("静岡県静岡県浜松市天竜区二俣町", "22140"),
        ("茨城県竜ヶ崎市3710", "08208"),
        ("千葉県鎌ヶ谷市新鎌ケ谷", "12224"),
        ("宮城県塩釜市旭町1-1", "04203"),
        ("高知県高岡郡梼原町梼原", "39405"),
        ("岐阜県不破郡関が原町関が原", "21362"),
        ("福岡県粕屋郡新宮町緑ケ浜", "40345"),
        ("山梨県北杜市須玉町", "19209"),
        ("青森県西津軽郡鯵ヶ沢町本町", "02321"),
        ("長野県下高井郡山之内町平穏", "20561"),
    ],
)
def test_spellings_of_one_place_lead_to_one_municipality(address: str, code: str) -> None:
    place = locate(address)

    assert (place.municipality_code, place.uncertain) == (code, False)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("東京都府中市宮西町", "13206"),
        ("広島県府中市府川町", "34208"),
        ("広島県安芸郡府中町大通", "34302"),
        ("北海道伊達市鹿島町", "01233"),
        ("福島県伊達市保原町", "07213"),
        ("北海道上川郡清水町南4条", "01636"),
        ("静岡県駿東郡清水町堂庭", "22341"),
        ("北海道古宇郡泊村大字茅沼村", "01403"),
        ("北海道泊村大字茅沼村", "01403"),
        ("福井県今立郡池田町稲荷", "18382"),
        ("岐阜県揖斐郡池田町六之井", "21404"),
    ],
)
def test_namesakes_are_told_apart_by_prefecture_and_county(address: str, code: str) -> None:
    assert locate(address).municipality_code == code


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("静岡県富士宮市弓沢町", "22207"),
        ("静岡県富士市永田町", "22210"),
        ("静岡県伊豆の国市長岡", "22225"),
        ("静岡県伊豆市小立野", "22222"),
        ("岐阜県関市若草通", "21205"),
        ("栃木県那須塩原市共墾社", "09213"),
        ("栃木県那須郡那須町寺子丙", "09407"),
        ("福井県越前市府中", "18209"),
        ("福井県丹生郡越前町西田中", "18423"),
        ("高知県土佐清水市天神町", "39209"),
        ("茨城県つくばみらい市福田", "08235"),
        ("大阪府大阪狭山市狭山", "27231"),
        ("三重県四日市市諏訪町", "24202"),
        ("広島県廿日市市下平良", "34213"),
        ("千葉県市川市八幡", "12203"),
        ("石川県野々市市三納", "17212"),
        ("奈良県大和郡山市北郡山町", "29203"),
        ("岐阜県郡上市八幡町", "21219"),
        ("東京都西多摩郡檜原村", "13307"),
    ],
)
def test_names_that_contain_other_names_are_not_confused(address: str, code: str) -> None:
    assert locate(address).municipality_code == code


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("北海道札幌市中央区北三条西", "01101"),
        ("神奈川県横浜市西区みなとみらい", "14103"),
        ("福岡県福岡市西区内浜", "40135"),
        ("静岡県浜松市", "22130"),
    ],
)
def test_a_designated_citys_ward_is_found_where_it_is_named_and_the_city_otherwise(address: str, code: str) -> None:
    assert locate(address).municipality_code == code


@pytest.mark.parametrize(
    ("address", "code", "uncertain"),
    [
        ("静岡県浜松市中区元城町", "22138", False),
        ("静岡県浜松市浜北区貴布祢", "22139", False),
        ("静岡県浜松市北区三方原町", "22138", False),
        ("静岡県浜松市北区引佐町", "22139", True),
        ("岩手県岩手郡滝沢村鵜飼", "03216", False),
        ("宮城県黒川郡富谷町富谷", "04216", False),
        ("兵庫県篠山市北新町", "28221", False),
        ("福岡県筑紫郡那珂川町西隈", "40231", False),
        ("愛知県愛知郡長久手町岩作", "23238", False),
        ("岩手県岩手郡滝沢市鵜飼", "03216", True),
    ],
)
def test_former_names_lead_to_the_successor(address: str, code: str, uncertain: bool) -> None:
    place = locate(address)

    assert (place.municipality_code, place.uncertain) == (code, uncertain)


def test_a_missing_prefecture_is_taken_from_the_list_the_address_stands_in() -> None:
    assert locate("府中市府川町315", "34") == Place("34", "34208", "chugoku", uncertain=False)


def test_a_written_prefecture_is_never_overruled() -> None:
    assert locate("福島県伊達市保原町", "01").prefecture_code == "07"


def test_a_name_that_exists_once_is_found_outside_the_home_prefecture_but_marked() -> None:
    assert locate("甲賀市水口町", "06") == Place("25", "25209", "kansai", uncertain=True)


@pytest.mark.parametrize("address", ["", "   ", "府中市宮西町", "林班123い小班", "伊達市"])
def test_what_cannot_be_placed_is_nowhere_rather_than_guessed(address: str) -> None:
    assert locate(address) == Place(None, None, None, uncertain=True)


def test_a_forest_lot_without_municipality_lies_in_its_prefecture_only() -> None:
    assert locate("山形県庄内森林管理署123林班い小班") == Place("06", None, "tohoku", uncertain=True)


def test_a_municipality_that_its_prefecture_does_not_have_is_not_looked_for_elsewhere() -> None:
    assert locate("山形県甲賀市水口町").municipality_code is None


def test_an_unknown_home_prefecture_is_as_good_as_none() -> None:
    assert locate("山形市松波", "99") == locate("山形市松波")
