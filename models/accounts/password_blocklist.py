"""Passwords too easy to guess, although long: each refusal names its reason.

A password is stripped of everything a guesser knows beforehand (common words, own ID, organisation, dates, runs on
the keyboard); what remains must still be worth guessing.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

FEWEST_LEFT = 8
SHORTEST_WORD = 3
ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "あいうえお", "かきくけこ")
SUBSTITUTES = str.maketrans("013457@$!", "oleastasi")
DATE = re.compile(
    r"(?:19|20)\d{2}[-/.年]?(?:1[0-2]|0?[1-9])[-/.月]?(?:3[01]|[12]\d|0?[1-9])日?"
    r"|(?:昭和|平成|令和)\d{1,2}年?(?:\d{1,2}月?)?(?:\d{1,2}日?)?|(?:19|20)\d{2}年?"
)


def why_predictable(password: str, own_words: Iterable[str]) -> str | None:
    """The reason, in Japanese, why the password is refused; ``None`` when it is not."""
    folded = _folded(password)
    if folded in common_passwords():
        return "よく使われているパスワードです。別のものにしてください。"
    if _is_repetition(folded):
        return "同じ文字列の繰り返しです。別のものにしてください。"
    if _surprises(folded) < FEWEST_LEFT:
        return "文字の並びが単純です（連番やキーボードの並びなど）。別のものにしてください。"
    left = _without(folded, _words(own_words))
    if _weight(left) < FEWEST_LEFT:
        return "ご自身のID・氏名や組織の名前をもとにしています。別のものにしてください。"
    left = DATE.sub("", left)
    if _weight(left) < FEWEST_LEFT:
        return "日付をもとにしています。別のものにしてください。"
    if _weight(_without(left, common_words())) < FEWEST_LEFT:
        return "推測されやすい言葉をつないだものです。別のものにしてください。"
    return None


@cache
def common_passwords() -> frozenset[str]:
    """Whole passwords that are refused, folded."""
    return frozenset(word for word in _listed() if len(word) >= FEWEST_LEFT)


@cache
def common_words() -> tuple[str, ...]:
    """Words that add nothing to a password, folded, longest first."""
    return tuple(sorted(_listed(), key=len, reverse=True))


def _listed() -> list[str]:
    text = Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8")
    return [_folded(line) for line in text.splitlines() if line and not line.startswith("#")]


def _folded(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text).casefold())


def _words(texts: Iterable[str]) -> list[str]:
    words = {_folded(text) for text in texts}
    words |= {_folded(part) for text in texts for part in re.split(r"[\s._@\-・（）()　]+", text)}
    return sorted((word for word in words if len(word) >= SHORTEST_WORD), key=len, reverse=True)


def _without(text: str, words: Iterable[str]) -> str:
    for word in words:
        text = text.replace(word, "")
        if (plain := text.translate(SUBSTITUTES)).find(word) >= 0:
            text = plain.replace(word, "")
    return text


def _weight(text: str) -> int:
    """How many characters are left to guess; punctuation between known words is hardly any."""
    return sum(1 for character in text if unicodedata.category(character)[0] not in "PZ")


def _is_repetition(text: str) -> bool:
    """Whether one piece repeats at least three times over the whole length."""
    return any((text[:size] * len(text))[: len(text)] == text for size in range(1, len(text) // 3 + 1))


def _surprises(text: str) -> int:
    """How many characters do not merely go on as the one before them (same, next or previous in a known row)."""
    follow_ups = sum(1 for one, other in pairwise(text) if _goes_on(one, other))
    return min(len(text) - follow_ups, len(set(text)) + 2)


def _goes_on(one: str, other: str) -> bool:
    return one == other or any(one + other in row or other + one in row for row in ROWS)
