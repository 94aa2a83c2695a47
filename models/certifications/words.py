"""The search box: what a person typed, as terms (several words all apply; quotes keep a phrase; a minus excludes)."""

import re
from dataclasses import dataclass

LONGEST = 200
MOST_TERMS = 8
_TERM = re.compile(r'(?P<minus>[-－‐−])?(?:["“”„＂](?P<phrase>[^"“”„＂]*)["“”„＂]|(?P<word>\S+))')


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase; ``excluded`` when certifications that contain it are not wanted."""

    text: str
    excluded: bool = False


def parse_words(typed: str) -> tuple[Term, ...]:
    """The terms of ``typed``; spaces of any width separate. A lone minus or empty quotes say nothing."""
    terms = (
        Term((found["phrase"] if found["phrase"] is not None else found["word"]).strip(), bool(found["minus"]))
        for found in _TERM.finditer(typed[:LONGEST])
    )
    return tuple(term for term in terms if term.text)[:MOST_TERMS]
