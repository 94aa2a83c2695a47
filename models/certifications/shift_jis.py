"""Shift_JIS as Windows writes it (cp932): what it cannot hold becomes 〓, and is counted."""

import codecs
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ENCODING = "cp932"
INSTEAD = "〓"
MOST_NAMED = 20
# JIS X 0208 has these characters, but Windows names other code points for their places: the sign on paper is the same.
SAME_SIGN = str.maketrans("〜‖−¢£¬—", "～∥－￠￡￢―")


@dataclass(frozen=True, slots=True)
class Unwritable:
    """A character that cannot be written, and how often it occurs."""

    character: str
    times: int

    @property
    def code_point(self) -> str:
        """Its number in Unicode, which can be written everywhere."""
        return f"U+{ord(self.character):04X}"


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return INSTEAD * (error.end - error.start), error.end


codecs.register_error("saiene.geta", _replace)


def to_shift_jis(text: str) -> bytes:
    """``text`` in Shift_JIS, never failing."""
    return text.translate(SAME_SIGN).encode(ENCODING, "saiene.geta")


def count_unwritable(text: str, counts: Counter[str]) -> None:
    """Add every character of ``text`` that Shift_JIS lacks to ``counts``."""
    try:
        text.translate(SAME_SIGN).encode(ENCODING)
    except UnicodeEncodeError:
        counts.update(one for one in text.translate(SAME_SIGN) if not _is_writable(one))


def most_frequent_first(counts: Mapping[str, int]) -> tuple[Unwritable, ...]:
    """What cannot be written, the most frequent first."""
    found = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Unwritable(character, times) for character, times in found)


def in_words(unwritable: Sequence[Unwritable]) -> str:
    """The report for the head of the file, in characters the file can hold."""
    named = "、".join(f"{one.code_point}（{one.times:,} 回）" for one in unwritable[:MOST_NAMED])
    more = f" ほか {len(unwritable) - MOST_NAMED:,} 種類" if len(unwritable) > MOST_NAMED else ""
    return f"{named}{more}を「{INSTEAD}」に置き換えました" if unwritable else "ありません"


def _is_writable(character: str) -> bool:
    try:
        character.encode(ENCODING)
    except UnicodeEncodeError:
        return False
    return True
