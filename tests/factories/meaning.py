"""What somebody means by a search, apart from how an address says it: the reference understands nothing else."""

from dataclasses import dataclass
from datetime import date, datetime

from models.certifications.criteria import SearchCriteria
from models.certifications.filters import ChoiceFilter, RangeFilter

Bound = date | float | str | None


@dataclass(frozen=True)
class OneOf:
    """The item is one of these; a facility in several places is in each of them."""

    key: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Between:
    """The item is known and lies between the bounds, both included; None leaves an end open."""

    key: str
    lowest: Bound
    highest: Bound


@dataclass(frozen=True)
class Holding:
    """The item's text holds every word of ``text``."""

    key: str
    text: str


@dataclass(frozen=True)
class Word:
    """Some item's text holds it, a phrase as it stands; or none does, when ``unwanted``."""

    text: str
    unwanted: bool = False
    phrase: bool = False


@dataclass(frozen=True)
class Question:
    """A search. Conditions, an order and columns of items that somebody may not see count for nothing.

    ``sort`` None is the register's own order, newest certification first; ``columns`` empty are the usual ones.
    ``changed_since`` asks for what was entered, or changed in an item one may see, from that moment on.
    """

    conditions: tuple[OneOf | Between | Holding, ...] = ()
    words: tuple[Word, ...] = ()
    sort: str | None = None
    descending: bool = False
    columns: tuple[str, ...] = ()
    size: int = 50
    changed_since: datetime | None = None


def understood(asked: Question | SearchCriteria) -> Question:
    """The question criteria state, taken at their word."""
    if isinstance(asked, Question):
        return asked
    conditions = tuple(
        OneOf(one.item.key, one.values)
        if isinstance(one, ChoiceFilter)
        else Between(one.item.key, one.lowest, one.highest)
        if isinstance(one, RangeFilter)
        else Holding(one.item.key, one.text)
        for one in asked.filters
    )
    words = tuple(Word(term.text, term.excluded, term.phrase) for term in asked.terms)
    sort = asked.sort
    since = asked.changed_since.moment if asked.changed_since else None
    return Question(conditions, words, sort.item.key if sort.item else None, sort.descending, changed_since=since)
