"""Companies that cannot exist: every one carries 見本 (specimen) in its name."""

from random import Random

from models.demonstration.generator.chance import Weighted, between, one_of
from models.demonstration.generator.people import GROUND, SKY, Name

MARK = Name("見本", "みほん")
_FORMS = Weighted(
    (
        (("株式会社", "かぶしきがいしゃ", True), 38),
        (("株式会社", "かぶしきがいしゃ", False), 20),
        (("合同会社", "ごうどうがいしゃ", True), 12),
        (("合同会社", "ごうどうがいしゃ", False), 14),
        (("有限会社", "ゆうげんがいしゃ", True), 12),
        (("社会福祉法人", "しゃかいふくしほうじん", True), 1),
        (("農事組合法人", "のうじくみあいほうじん", True), 1),
        (("一般社団法人", "いっぱんしゃだんほうじん", True), 1),
    )
)
_REGIONS = Weighted(
    (
        (("", ""), 76),
        (("東京", "とうきょう"), 12),
        (("西日本", "にしにほん"), 3),
        (("北日本", "きたにほん"), 3),
        (("東海", "とうかい"), 3),
        (("薬師", "やくし"), 0.4),
        (("瀬戸内", "せとうち"), 2),
    )
)
_TRADES = Weighted(
    (
        (("エナジー", "えなじー"), 18),
        (("ソーラー", "そーらー"), 10),
        (("太陽光発電", "たいようこうはつでん"), 1.6),
        (("太陽光", "たいようこう"), 0.6),
        (("太陽エネルギー", "たいようえねるぎー"), 0.6),
        (("電力", "でんりょく"), 9),
        (("再エネ", "さいえね"), 7),
        (("建設", "けんせつ"), 9),
        (("不動産", "ふどうさん"), 8),
        (("開発", "かいはつ"), 7),
        (("商事", "しょうじ"), 7),
        (("農園", "のうえん"), 5),
        (("工業", "こうぎょう"), 6),
        (("産業", "さんぎょう"), 6),
        (("地域電力", "ちいきでんりょく"), 3),
        (("グリーンパワー", "ぐりーんぱわー"), 4),
    )
)
_NUMBERED_SHARE = 0.08


def company(random: Random) -> Name:
    """A made-up legal person."""
    form, form_kana, leads = _FORMS.draw(random)
    region, region_kana = _REGIONS.draw(random)
    trade, trade_kana = _TRADES.draw(random)
    sky, sky_kana = one_of(random, SKY)
    ground, ground_kana = one_of(random, GROUND) if random.random() < 0.5 else ("", "")
    name = f"{MARK.written}{region}{sky}{ground}{trade}"
    kana = f"{MARK.kana}{region_kana}{sky_kana}{ground_kana}{trade_kana}"
    if random.random() < _NUMBERED_SHARE:
        number = between(random, 1, 60)
        name, kana = f"{name}{number}号", f"{kana}{number}ごう"
    return Name(form + name, f"{form_kana} {kana}") if leads else Name(name + form, f"{kana} {form_kana}")
