"""Of which days a record tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from models import clock
from models.audit.tables import AuditEvent
from models.errors import DomainError

USUAL_DAYS = 365


class WrongPeriod(DomainError):
    """The days are no period."""

    def __init__(self) -> None:
        super().__init__("期間は、はじめの日から終わりの日までを順に入力してください。")


@dataclass(frozen=True, slots=True)
class Period:
    """Days in Japan, the first and the last included."""

    first_day: date
    last_day: date

    def __post_init__(self) -> None:
        if not clock.FIRST_DAY <= self.first_day <= self.last_day <= clock.LAST_DAY:
            raise WrongPeriod

    @classmethod
    def usual(cls, today: date, days: int = USUAL_DAYS) -> "Period":
        """The year, or so many days, that ends today."""
        return cls(today - timedelta(days=days), today)

    @property
    def holds_event(self) -> Sequence[Any]:
        """The conditions that an event lies in it."""
        return (
            AuditEvent.at >= clock.day_begins(self.first_day),
            AuditEvent.at < clock.day_ends(self.last_day),
        )

    def details(self) -> dict[str, str]:
        """As the trail keeps it."""
        return {"since": self.first_day.isoformat(), "until": self.last_day.isoformat()}
