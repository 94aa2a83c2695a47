"""What differs between two texts: section by section, paragraph by paragraph, and within a paragraph by words."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from models.publishing.documents import TextDocument
from models.publishing.words import Section, Words

# A run of one script is a word, near enough: Japanese sets no spaces.
_WORD = re.compile(r"[A-Za-z0-9]+|[ぁ-ゖ]+|[ァ-ヺー]+|[一-鿿々]+|\s+|.")
MOST_WORDS = 2_000
"""Paragraphs of more words are compared as wholes: finding their differences would take longer than a page may."""
ALIKE = 0.4
"""Below this share of common words a paragraph is another one, rather than a changed one."""
FAR_AHEAD = 20
"""So many paragraphs ahead a changed one is looked for."""


class Mark(StrEnum):
    """How a piece, a line or a section stands to the text before."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line: in both, only in the new one, only in the old one."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a clause."""

    mark: Mark
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class SectionDifference:
    """One article or item. ``former_label`` is how it was counted before, if it was and the number changed."""

    mark: Mark
    label: str
    former_label: str
    heading: Line
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class TextDifference:
    """Everything that differs, in the order of the new text; removed sections stand where they were."""

    title: Line | None
    sections: Sequence[SectionDifference]

    @property
    def touched(self) -> Sequence[SectionDifference]:
        """The sections that are not as they were."""
        return [one for one in self.sections if one.mark is not Mark.SAME]

    @property
    def untouched(self) -> Sequence[SectionDifference]:
        """The sections whose words stay."""
        return [one for one in self.sections if one.mark is Mark.SAME]

    @property
    def in_words(self) -> str:
        """How many sections are added, removed, changed, moved: ``追加 1・削除 0・変更 2``."""
        marks = [one.mark for one in self.sections]
        counts = [("追加", Mark.ADDED), ("削除", Mark.REMOVED), ("変更", Mark.CHANGED)]
        if Mark.MOVED in marks:
            counts.append(("移動", Mark.MOVED))
        return "・".join(f"{word} {marks.count(mark)}" for word, mark in counts)


def compare(document: TextDocument, before: Words, after: Words) -> TextDifference:
    """The difference between two texts of a document."""
    title = None if before.title == after.title else _changed(before.title, after.title)
    return TextDifference(title, [_section(document, *pair) for pair in _pairs(before.sections, after.sections)])


_Placed = tuple[int, Section] | None


def _pairs(before: Sequence[Section], after: Sequence[Section]) -> Iterator[tuple[_Placed, _Placed, bool]]:
    """Sections that belong together, and whether the later one has moved.

    Those with one heading belong together; between them, where as many went as came, those in one place.
    """
    headings = [one.heading for one in before], [one.heading for one in after]
    left, come = Counter(headings[0]), Counter(headings[1])
    matcher = SequenceMatcher(None, *headings)
    moved: dict[str, _Placed] = {}
    blocks = [block for block in matcher.get_opcodes() if block[0] != "equal"]
    for _, first, last, _, _ in blocks:
        once = (number for number in range(first, last) if left[before[number].heading] == 1)
        moved |= {before[number].heading: (number + 1, before[number]) for number in once}
    moved = {heading: old for heading, old in moved.items() if come[heading] == 1}
    for act, first, last, new_first, new_last in matcher.get_opcodes():
        old = [(number + 1, before[number]) for number in range(first, last)]
        new = [(number + 1, after[number]) for number in range(new_first, new_last)]
        if act == "equal":
            yield from ((one, other, False) for one, other in zip(old, new, strict=True))
            continue
        gone = [one for one in old if one[1].heading not in moved]
        if len(gone) != sum(one[1].heading not in moved for one in new):
            yield from ((one, None, False) for one in gone)
            gone = []
        for one in new:
            if one[1].heading in moved:
                yield moved[one[1].heading], one, True
            else:
                yield gone.pop(0) if gone else None, one, False


def _section(document: TextDocument, old: _Placed, new: _Placed, moved: bool) -> SectionDifference:
    number, present = new or old or (0, Section("", ()))
    label = document.section_label(number)
    if old is None or new is None:
        mark = Mark.ADDED if old is None else Mark.REMOVED
        lines = [_whole(mark, line) for line in present.lines]
        return SectionDifference(mark, label, "", _whole(mark, present.heading), lines)
    former_label = document.section_label(old[0]) if old[0] != number else ""
    former, heading = old[1], _changed(old[1].heading, present.heading)
    if former.heading == present.heading and former.lines == present.lines:
        return SectionDifference(Mark.MOVED if moved else Mark.SAME, label, former_label, heading, ())
    return SectionDifference(Mark.CHANGED, label, former_label, heading, list(_lines(former.lines, present.lines)))


def _lines(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    for act, first, last, new_first, new_last in SequenceMatcher(None, before, after).get_opcodes():
        if act == "equal":
            yield from (_whole(Mark.SAME, line) for line in before[first:last])
            continue
        for old, new in _alike(before[first:last], after[new_first:new_last]):
            if old is not None and new is not None:
                yield _changed(old, new)
            elif old is not None:
                yield _whole(Mark.REMOVED, old)
            elif new is not None:
                yield _whole(Mark.ADDED, new)


def _alike(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Lines that stand for each other, in order: each old one with the next new one that is like it."""
    rest = list(after)
    for old in before:
        place = next((place for place, new in enumerate(rest[:FAR_AHEAD]) if _is_like(old, new)), None)
        if place is None:
            yield old, None
            continue
        yield from ((None, new) for new in rest[:place])
        yield old, rest[place]
        del rest[: place + 1]
    yield from ((None, new) for new in rest)


def _is_like(old: str, new: str) -> bool:
    common = Counter(_WORD.findall(old)) & Counter(_WORD.findall(new))
    return sum(len(word) * times for word, times in common.items()) >= ALIKE * max(len(old), len(new))


def _changed(old: str, new: str) -> Line:
    if old == new:
        return _whole(Mark.SAME, new)
    before, after = _WORD.findall(old), _WORD.findall(new)
    if max(len(before), len(after)) > MOST_WORDS:
        return Line(Mark.CHANGED, [Piece(Mark.REMOVED, old), Piece(Mark.ADDED, new)])
    pieces = []
    for act, first, last, new_first, new_last in SequenceMatcher(None, before, after).get_opcodes():
        if act == "equal":
            pieces.append(Piece(Mark.SAME, "".join(before[first:last])))
            continue
        pieces.append(Piece(Mark.REMOVED, "".join(before[first:last])))
        pieces.append(Piece(Mark.ADDED, "".join(after[new_first:new_last])))
    return Line(Mark.CHANGED, [piece for piece in pieces if piece.text])


def _whole(mark: Mark, text: str) -> Line:
    return Line(mark, [Piece(mark, text)])
