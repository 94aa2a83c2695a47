"""The words of a text while it is edited: sections of paragraphs, and how they are typed.

In a field, paragraphs are separated by an empty line, and a line that begins with 「・」 is a clause (号) of the
paragraph above it. A line break within a paragraph only makes typing easier: the lines are joined.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile

from models.legal.documents import Paragraph

CLAUSE = "・"
LONGEST_TEXT = 20_000
LONGEST_LINE = 200
MOST_SECTIONS = 100
MOST_CHANGES = 20
REVEALED = "\ufffd"
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")
# Controls and invisible marks, which make two texts look alike that are not; private characters, which others see
# as something else.
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Section:
    """An article, or one of the six items."""

    heading: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Every paragraph and clause as a line of its own."""
        return tuple(line for part in self.paragraphs for line in _lines_of(part))

    @property
    def typed(self) -> str:
        """The paragraphs as they stand in a field."""
        return "\n\n".join("\n".join(_lines_of(part)) for part in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Words:
    """All words of one text; ``title`` is empty where it is fixed."""

    title: str
    sections: tuple[Section, ...]

    @property
    def length(self) -> int:
        """How many characters it has."""
        return len(self.title) + sum(len(part.heading) + len("".join(part.lines)) for part in self.sections)


class Rearrangement(StrEnum):
    """What can be done to the order of the articles."""

    UP = "up"
    DOWN = "down"
    ADD = "add"
    REMOVE = "remove"


def read_typed(typed: str) -> tuple[Paragraph, ...]:
    """The paragraphs of what somebody typed into a field; clauses without a paragraph belong to an empty one."""
    found: list[Paragraph] = []
    for block in _EMPTY_LINE.split(plain_lines(typed)):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        text = "".join(takewhile(lambda line: not line.startswith(CLAUSE), lines))
        clauses = tuple(_clauses(lines))
        if text or (clauses and not found):
            found.append(Paragraph(len(found) + 1, text, clauses))
        elif clauses:
            found[-1] = replace(found[-1], clauses=found[-1].clauses + clauses)
    return tuple(found)


def read_sentences(typed: str) -> tuple[str, ...]:
    """One sentence a line."""
    return tuple(line.strip() for line in plain_lines(typed).split("\n") if line.strip())


def rearranged(words: Words, how: Rearrangement, place: int) -> Words:
    """The words with the section at ``place`` moved or removed, or an empty one after it; as given if there is none."""
    sections = list(words.sections)
    last = len(sections) - 1
    if not 0 <= place <= last:
        return words
    match how:
        case Rearrangement.UP if place > 0:
            sections[place - 1 : place + 1] = reversed(sections[place - 1 : place + 1])
        case Rearrangement.DOWN if place < last:
            sections[place : place + 2] = reversed(sections[place : place + 2])
        case Rearrangement.ADD if len(sections) < MOST_SECTIONS:
            sections.insert(place + 1, Section("", ()))
        case Rearrangement.REMOVE if last > 0:
            del sections[place]
        case _:
            return words
    return replace(words, sections=tuple(sections))


def unseen(text: str) -> bool:
    """Whether the text holds a character that a reader does not see, or sees as another, or the mark for one."""
    return REVEALED in text or text != revealed(text)


def revealed(text: str) -> str:
    """The text with a mark in the place of every such character, so that whoever typed it finds it."""
    return "".join(REVEALED if unicodedata.category(one) in _UNSEEN and one != "\n" else one for one in text)


def plain_lines(typed: str) -> str:
    """The text with one kind of line break, and no tabs."""
    return typed.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")


def _lines_of(part: Paragraph) -> Iterator[str]:
    if part.text:
        yield part.text
    yield from (CLAUSE + clause for clause in part.clauses)


def _clauses(lines: Iterable[str]) -> list[str]:
    found: list[str] = []
    for line in lines:
        if line.startswith(CLAUSE):
            found.append(line.removeprefix(CLAUSE).strip())
        elif found:
            found[-1] += line
    return [clause for clause in found if clause]
