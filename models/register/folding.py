"""Folding a text for searching, so that what people type finds what was published in another spelling (M1).

Stored texts and search terms go through the same folding, so it must not depend on what stands around a word: a part
of a text has to fold to the same part of the folded text. Only numbers of addresses look at the digit before them.
"""

import re
import unicodedata

from models.reference.tables import rows

LONG_MARK = "ー"
"""Stands for every hyphen, dash and long vowel mark."""

_COMPANY_FORMS = {
    "(株)": "株式会社",
    "(有)": "有限会社",
    "(同)": "合同会社",
    "(合)": "合同会社",
    "(資)": "合資会社",
    "(名)": "合名会社",
    "(一社)": "一般社団法人",
    "(一財)": "一般財団法人",
    "(医)": "医療法人",
    "(福)": "社会福祉法人",
    "(学)": "学校法人",
    "(宗)": "宗教法人",
}
_COMPANY_FORM = re.compile("|".join(map(re.escape, _COMPANY_FORMS)))
_ADDRESS_NUMBER = re.compile(r"(?<=[0-9])(?:丁目|番地[のノ]?|番(?=[0-9]))-?")
_LONG_MARKS = "-‐‑‒–—―−ー─━~〜"
_DROPPED = "・"
_SMALL = str.maketrans("ぁぃぅぇぉゃゅょゎゕ", "あいうえおやゆよわか")
_KATAKANA_FIRST, _KATAKANA_LAST, _TO_HIRAGANA = 0x30A1, 0x30F6, -0x60


def fold(text: str) -> str:
    """The folded words of ``text``, separated by single spaces; empty when nothing searchable is in it.

    Width, case, katakana and hiragana, small and large kana, hyphens and long vowels, abbreviated kinds of
    corporations, old and variant characters, 丁目 and 番地 no longer differ. Spaces, brackets and other marks
    separate words, and a separator stays one: 東　京子 does not hold 東京.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    if "(" in folded:
        folded = _COMPANY_FORM.sub(lambda found: _COMPANY_FORMS[found[0]], folded)
    folded = _ADDRESS_NUMBER.sub("-", folded)
    return " ".join(folded.translate(_CHARACTERS).split())


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
    if unicodedata.category(character)[0] not in "LNM":
        return " "
    return _VARIANTS.get(_hiragana(character), _hiragana(character))


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
