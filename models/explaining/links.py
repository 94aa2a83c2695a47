"""A chain of links: what is asked, the answer, the fact it rests on, and where that stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Answer(StrEnum):
    """How a link is answered."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"

    @property
    def label(self) -> str:
        """The answer in words."""
        return _ANSWERS[self]

    @classmethod
    def of(cls, holds: bool) -> "Answer":
        """Yes or no."""
        return cls.YES if holds else cls.NO


_ANSWERS = {Answer.YES: "はい", Answer.NO: "いいえ", Answer.NOT_ASKED: "人を選ぶと分かります"}


@dataclass(frozen=True, slots=True)
class Link:
    """One link. ``told`` is the fact it rests on, ``more`` what belongs to it, ``source`` the rule, ``on`` its day."""

    question: str
    answer: Answer
    told: str
    source: str
    more: Sequence[str] = ()
    on: date | None = None

    @property
    def stops(self) -> bool:
        """Whether nothing is seen because of it."""
        return self.answer is Answer.NO


@dataclass(frozen=True, slots=True)
class Chain:
    """The links in the order in which they are asked."""

    links: tuple[Link, ...]

    @classmethod
    def of(cls, links: Iterable[Link]) -> "Chain":
        """A chain of these links."""
        return cls(tuple(links))

    @property
    def holds(self) -> bool:
        """Whether no link stops it."""
        return not any(link.stops for link in self.links)

    @property
    def first_stop(self) -> Link | None:
        """The first link that stops it."""
        return next((link for link in self.links if link.stops), None)
