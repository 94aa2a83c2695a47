"""A stretch of days of the trail, as files and packs of evidence are asked for (B3)."""

from dataclasses import dataclass
from datetime import date, datetime

from models import clock


@dataclass(frozen=True, slots=True)
class Days:
    """Days in Japan, both included; without one the trail's own end."""

    since: date | None = None
    until: date | None = None

    @property
    def first_moment(self) -> datetime | None:
        """When the first of them begins."""
        return clock.day_begins(self.since) if self.since else None

    @property
    def end(self) -> datetime | None:
        """When the last of them is over."""
        return clock.day_ends(self.until) if self.until else None
