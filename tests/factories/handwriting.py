"""The ways in which people write a number, a day, a month, and the words of a search box."""

from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st

from tests.factories.meaning import Bound, Word

QUOTES = '"“”„＂'
MINUSES = "-－‐−"
LONGEST = 200
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def written_bound(bound: Bound) -> st.SearchStrategy[str]:
    """A bound as it may stand in an address."""
    if isinstance(bound, date):
        forms = [bound.isoformat(), f"{bound:%Y/%m/%d}", f" {bound.isoformat()}　"]
    elif isinstance(bound, str):
        forms = [bound, bound.replace("-", "/"), f" {bound} "]
    else:
        number = repr(bound)
        whole, point, rest = number.partition(".")
        forms = [number, f" {number}", f"{int(whole):,}{point}{rest}", whole.translate(_WIDE) + point + rest]
        forms += [whole] if float(number).is_integer() else []
    return st.sampled_from(forms)


@st.composite
def written_words(draw: st.DrawFn, words: Sequence[Word]) -> tuple[str, tuple[Word, ...]]:
    """What is typed, and the words it means: those for which the box has room."""
    typed, kept = "", []
    for word in words:
        next_to = draw(st.sampled_from((" ", "　", "  ", "\t"))) if typed else ""
        longer = typed + next_to + draw(_written(word))
        if len(longer) > LONGEST:
            break
        typed = longer
        kept.append(word)
    return typed, tuple(kept)


@st.composite
def _written(draw: st.DrawFn, word: Word) -> str:
    minus = draw(st.sampled_from(MINUSES)) if word.unwanted else ""
    opening, closing = draw(st.sampled_from(('""', "“”", "＂＂", "„“"))) if word.phrase else ("", "")
    return f"{minus}{opening}{word.text}{closing}"
