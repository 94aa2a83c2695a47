"""What somebody reports: the answers of the form, kept for ever as they were given (M8)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from models.errors import DomainError
from models.incidents.kinds import IncidentKind, YesNo

LONGEST_TEXT = 2000
LONGEST_FACILITIES = 10_000
LONGEST_ID = 64


class NoticedLater(DomainError):
    """Nobody has noticed tomorrow what they report today."""

    def __init__(self) -> None:
        super().__init__("気付いた日は、今日までの日付で入力してください。")


class HappenedLater(DomainError):
    """It was noticed before it happened."""

    def __init__(self) -> None:
        super().__init__("起きた日は、気付いた日までの日付で入力してください。")


@dataclass(frozen=True, slots=True)
class Answers:
    """A report.

    ``facilities`` is what was typed, one 設備ID a line, and ``person`` the ID of somebody the incident is about: nobody
    is told whether any of them exists. ``direct`` passes the responsible persons by.
    """

    kind: IncidentKind
    what: str
    noticed_on: date
    happened_on: date | None
    facilities: str
    information: str
    holders: str
    done: str
    personal_data: YesNo
    malicious: YesNo
    person: str
    direct: bool

    @property
    def facility_lines(self) -> list[str]:
        """What was typed, line by line, without the empty ones."""
        return [line.strip() for line in self.facilities.splitlines() if line.strip()]

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        days = {name: day.isoformat() if day else None for name, day in self._days().items()}
        return asdict(self) | days

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Answers":
        """The answers back from plain values."""
        happened = kept["happened_on"]
        read = {
            "kind": IncidentKind(kept["kind"]),
            "noticed_on": date.fromisoformat(kept["noticed_on"]),
            "happened_on": date.fromisoformat(happened) if happened else None,
            "personal_data": YesNo(kept["personal_data"]),
            "malicious": YesNo(kept["malicious"]),
        }
        return cls(**(dict(kept) | read))

    def check(self, today: date) -> None:
        """Raise ``NoticedLater`` or ``HappenedLater`` for days that cannot be."""
        if self.noticed_on > today:
            raise NoticedLater
        if self.happened_on is not None and self.happened_on > self.noticed_on:
            raise HappenedLater

    def _days(self) -> dict[str, date | None]:
        return {"noticed_on": self.noticed_on, "happened_on": self.happened_on}
