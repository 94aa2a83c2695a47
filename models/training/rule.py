"""Who is refused until they have done an overdue course, and from when: the deployment decides (M17)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from sqlalchemy.orm import Session

from models.accounts.account import Account
from models.settings import Settings
from models.training.passes import passed_by
from models.training.standing import due_day, first_dues


@dataclass(frozen=True, slots=True)
class TrainingRule:
    """``enforced``: whoever is overdue by more than ``grace_days`` reaches nothing but the training and themselves."""

    enforced: bool = True
    grace_days: int = 30

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The rule of a deployment."""
        return cls(settings.training_enforced, settings.training_grace_days)

    def refused_from(self, due_on: date) -> date | None:
        """The first day on which a course due on ``due_on`` and not done keeps its person out; ``None``: never."""
        return due_on + timedelta(days=self.grace_days + 1) if self.enforced else None

    def refuses(self, due_on: date | None, today: date) -> bool:
        """Whether a course that was due on ``due_on`` keeps its person out today."""
        start = self.refused_from(due_on) if due_on is not None else None
        return start is not None and start <= today


def is_untrained(session: Session, account: Account, rule: TrainingRule, today: date) -> bool:
    """Whether an overdue course keeps the person out. Asked at every request.

    Most people are told apart by their row alone: nothing of theirs can be so late yet. For the others one statement
    reads what they passed.
    """
    late = {name: due_on for name, due_on in first_dues(account, today).items() if rule.refuses(due_on, today)}
    if not late:
        return False
    passed = passed_by(session, account.id)
    return any(rule.refuses(due_day(account, first, passed.get(name)), today) for name, first in late.items())
