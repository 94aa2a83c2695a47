"""Persons who cannot exist: surnames joined from the sky and from places no family is called after."""

from dataclasses import dataclass
from random import Random

from models.demonstration.generator.chance import one_of

SKY = (
    ("星", "ほし"), ("霧", "きり"), ("雲", "くも"), ("虹", "にじ"),
    ("露", "つゆ"), ("霜", "しも"), ("朝靄", "あさもや"), ("夕凪", "ゆうなぎ"),
    ("風", "かぜ"), ("雨", "あめ"), ("雪", "ゆき"), ("月影", "つきかげ"),
    ("波", "なみ"), ("嵐", "あらし"), ("霞", "かすみ"), ("宵", "よい"),
    ("凪", "なぎ"), ("暁", "あかつき"), ("氷", "こおり"), ("雷", "かみなり"),
    ("日暈", "ひがさ"), ("極光", "きょっこう"), ("時雨", "しぐれ"), ("木漏日", "こもれび"),
)  # fmt: skip
GROUND = (
    ("笛丘", "ふえおか"), ("灯坂", "あかりざか"), ("硝子谷", "がらすだに"), ("鈴鳴沢", "すずなりざわ"),
    ("羽衣台", "はごろもだい"), ("時計塚", "とけいづか"), ("結晶原", "けっしょうはら"), ("綿毛野", "わたげの"),
    ("音色橋", "ねいろばし"), ("万華浜", "まんげはま"), ("鏡面池", "きょうめんいけ"), ("銀砂丘", "ぎんさきゅう"),
    ("珊瑚畑", "さんごばたけ"), ("琥珀門", "こはくもん"), ("風車辻", "ふうしゃつじ"), ("糸車里", "いとぐるまざと"),
    ("水琴窟", "すいきんくつ"), ("陽炎路", "かげろうじ"), ("蛍袋", "ほたるぶくろ"), ("千草渚", "ちぐさなぎさ"),
)  # fmt: skip
GIVEN = (
    ("晴空", "はれぞら"), ("小雨", "こさめ"), ("雪虫", "ゆきむし"), ("虹彩", "にじいろ"),
    ("霧雨", "きりさめ"), ("夕立", "ゆうだち"), ("木枯", "こがらし"), ("霜夜", "しもよ"),
    ("稲妻", "いなずま"), ("薄氷", "うすらい"), ("入道", "にゅうどう"), ("朧月", "おぼろづき"),
    ("青嵐", "あおあらし"), ("初雪", "はつゆき"), ("南風", "みなみかぜ"), ("鰯雲", "いわしぐも"),
    ("花曇", "はなぐもり"), ("春雷", "しゅんらい"), ("白露", "はくろ"), ("天気雨", "てんきあめ"),
    ("日和", "ひより"), ("星屑", "ほしくず"), ("満潮", "みちしお"), ("東風", "こち"),
    ("夏至", "げし"), ("冬晴", "ふゆばれ"),
)  # fmt: skip
_ENDINGS = (
    ("", ""), ("丸", "まる"), ("介", "すけ"), ("葉", "は"),
    ("音", "ね"), ("輪", "わ"), ("路", "じ"), ("灯", "び"),
    ("帆", "ほ"), ("貝", "がい"),
)  # fmt: skip
GIVEN_NAMES = tuple((word + ending, kana + ending_kana) for word, kana in GIVEN for ending, ending_kana in _ENDINGS)
SURNAMES = tuple((sky + ground, sky_kana + ground_kana) for sky, sky_kana in SKY for ground, ground_kana in GROUND)


@dataclass(frozen=True, slots=True)
class Name:
    """A name and its reading."""

    written: str
    kana: str


def person(random: Random) -> Name:
    """A made-up person, surname and given name parted by a wide space as the published registers do."""
    surname, surname_kana = one_of(random, SURNAMES)
    given, given_kana = one_of(random, GIVEN_NAMES)
    return Name(f"{surname}\u3000{given}", f"{surname_kana}\u3000{given_kana}")
