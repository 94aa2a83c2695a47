"""The search box: what a person typed, as terms (several words all apply; quotes keep a phrase; a minus excludes)."""

import re
from dataclasses import dataclass

LONGEST = 200
MOST_TERMS = 8
_TERM = re.compile(r'(?P<minus>[-－‐−])?(?:["“”„＂](?P<phrase>[^"“”„＂]*)["“”„＂]|(?P<word>\S+))')


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or a ``phrase`` to be found as it stands; ``excluded`` when certifications with it are not wanted."""

    text: str
    excluded: bool = False
    phrase: bool = False


def parse_words(typed: str) -> tuple[Term, ...]:
    """The terms of ``typed``; spaces of any width separate. A lone minus or empty quotes say nothing."""
    terms = (
        Term((found["phrase"] or found["word"] or "").strip(), bool(found["minus"]), found["phrase"] is not None)
        for found in _TERM.finditer(typed[:LONGEST])
    )
    return tuple(term for term in terms if term.text)[:MOST_TERMS]
