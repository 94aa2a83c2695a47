"""Marking answers: pure, and only ever on the server (M17)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from models.errors import DomainError
from models.training.courses import Course

Answers = Mapping[int, Collection[int]]
"""The numbers of the choices that were chosen, by the number of the question."""


class Unanswered(DomainError):
    """Not every question is answered; ``missing`` are the numbers of those that are not."""

    def __init__(self, missing: Collection[int]) -> None:
        named = "、".join(f"問{number}" for number in missing)
        super().__init__(f"すべての問いに答えてください。まだ答えていない問い: {named}")
        self.missing = frozenset(missing)


@dataclass(frozen=True, slots=True)
class Marked:
    """How it went: ``score`` right answers, ``wrong`` the numbers of the other questions."""

    score: int
    wrong: frozenset[int]
    passed: bool


def mark(course: Course, answers: Answers) -> Marked:
    """Mark the answers; raises ``Unanswered``. What the page does not offer counts as not chosen."""
    chosen = {one.number: _offered(len(one.choices), answers.get(one.number, ())) for one in course.questions}
    missing = [number for number, choices in chosen.items() if not choices]
    if missing:
        raise Unanswered(missing)
    wrong = frozenset(one.number for one in course.questions if chosen[one.number] != one.right)
    score = len(course.questions) - len(wrong)
    return Marked(score, wrong, score >= course.pass_mark)


def _offered(choices: int, chosen: Collection[int]) -> frozenset[int]:
    return frozenset(chosen) & frozenset(range(1, choices + 1))
