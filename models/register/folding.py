"""Folding a text for searching, so that what people type finds what was published in another spelling (M1).

Stored texts and search terms go through the same folding, so it must not depend on what stands around a word: a part
of a text has to fold to the same part of the folded text. Only numbers of addresses look at what stands beside them.

Folded on purpose: width and half-width kana, katakana and hiragana, small and large kana, case, every hyphen, dash and
long vowel mark, abbreviated kinds of corporations, old and variant characters (``character_variants.csv``), ヶ・ケ・ガ
between names, invisible characters and variation selectors, 丁目・番地・番・号 with the numerals of 丁目.

Not folded on purpose, because it would find what was not meant: spelling without a long vowel mark (サーバ・サーバー),
ヴァ and バ, 々 and a repeated character, ヵ and ヶ, 大字 and 字, numerals in kanji elsewhere (三重, 八王子, 一番町),
characters that are read alike but are other names (坂・阪, 埼・崎, 州・洲, 畑・畠, 太・大), a voiced and a plain kana.
"""

import re
import unicodedata

from models.reference.tables import rows

LONG_MARK = "ー"
"""Stands for every hyphen, dash and long vowel mark."""

_COMPANY_FORMS = {
    "株": "株式会社",
    "有": "有限会社",
    "同": "合同会社",
    "合": "合同会社",
    "資": "合資会社",
    "名": "合名会社",
    "相": "相互会社",
    "社": "社団法人",
    "一社": "一般社団法人",
    "公社": "公益社団法人",
    "財": "財団法人",
    "一財": "一般財団法人",
    "公財": "公益財団法人",
    "医": "医療法人",
    "医社": "医療法人社団",
    "医財": "医療法人財団",
    "福": "社会福祉法人",
    "社福": "社会福祉法人",
    "学": "学校法人",
    "宗": "宗教法人",
    "特": "特定非営利活動法人",
    "特非": "特定非営利活動法人",
    "npo": "特定非営利活動法人",
    "独": "独立行政法人",
    "地独": "地方独立行政法人",
    "農": "農事組合法人",
    "協": "協同組合",
    "企": "企業組合",
    "管": "管理組合法人",
}
_BRACKET = re.compile(r"[(\[〔【]")
_BRACKETED = r"[(\[〔【]\s*({})\s*[)\]〕】]"
_COMPANY_FORM = re.compile(_BRACKETED.format("|".join(sorted(_COMPANY_FORMS, key=len, reverse=True))))

_LONG_MARKS = "-‐‑‒–—―⁃⁓−∼─━⸺⸻ー〜〰゠~˗➖"
_DROPPED = "・·•‧∙⋅"
_LOOSE_MARKS = str.maketrans("゛゜", "\u3099\u309a")
"""Voicing marks typed as characters of their own: か゛ is が."""
_SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎゕ", "あいうえおつやゆよわか")
_KATAKANA_FIRST, _KATAKANA_LAST, _TO_HIRAGANA = 0x30A1, 0x30F6, -0x60

_NUMERALS = {numeral: number for number, numeral in enumerate("一二三四五六七八九", start=1)}
_CHOME = re.compile(
    r"(?<![一二三四五六七八九十百])([二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=丁目)"
)
_NUMBERED = re.compile("丁目|番|[0-9]の")
_BETWEEN_NUMBERS = re.compile(rf"(?<=[0-9])(?:丁目 ?{LONG_MARK}?|番地?の?{LONG_MARK}? ?(?=[0-9])|の(?=[0-9]))")
_BEHIND_NUMBERS = re.compile(rf"(?<=[0-9])(?:番地の?|番(?= |$))|(?<=[0-9])({LONG_MARK}[0-9]+)号(?![0-9])")


def fold(text: str) -> str:
    """The folded words of ``text``, separated by single spaces; empty when nothing searchable is in it.

    Spaces, brackets and other marks separate words, and a separator stays one: 東　京子 does not hold 東京. Folding
    what is folded changes nothing.
    """
    if "゛" in text or "゜" in text:
        text = text.translate(_LOOSE_MARKS)
    # Folding the case of a few foreign letters leaves something to compose.
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    if _BRACKET.search(folded):
        folded = _COMPANY_FORM.sub(lambda found: _COMPANY_FORMS[found[1]], folded)
    folded = " ".join(folded.translate(_CHARACTERS).split())
    return _with_plain_numbers(folded)


def _with_plain_numbers(folded: str) -> str:
    """三丁目8番1号 and 3-8-1 are one: a mark between the numbers, none behind the last."""
    before = ""
    while folded != before and _NUMBERED.search(folded):
        before = folded
        folded = _CHOME.sub(lambda found: str(_number(found[1])), folded)
        folded = _BEHIND_NUMBERS.sub(r"\1", _BETWEEN_NUMBERS.sub(LONG_MARK, folded))
    return folded


def _number(numerals: str) -> int:
    """``二十三`` as 23."""
    tens, ten, ones = numerals.rpartition("十")
    return (10 * _NUMERALS.get(tens, 1) if ten else 0) + _NUMERALS.get(ones, 0)


class _Characters(dict[int, str]):
    """What each character folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character in _LONG_MARKS:
        return LONG_MARK
    if character in _DROPPED:
        return ""
    hiragana = _hiragana(character)
    if hiragana in _VARIANTS:
        return _VARIANTS[hiragana]
    category = unicodedata.category(character)
    # Marks that NFKC could join to nothing, variation selectors, and characters nobody sees.
    if category[0] == "M" or category == "Cf":
        return ""
    return hiragana if category[0] in "LN" else " "


def _hiragana(character: str) -> str:
    if _KATAKANA_FIRST <= ord(character) <= _KATAKANA_LAST:
        character = chr(ord(character) + _TO_HIRAGANA)
    return character.translate(_SMALL)


def _variants() -> dict[str, str]:
    return {
        _hiragana(other): _hiragana(row["standard"])
        for row in rows("character_variants.csv")
        for other in row["variants"]
    }


_VARIANTS = _variants()
_CHARACTERS = _Characters()
