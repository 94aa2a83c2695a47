"""How good the rules are, by a file of alerts and a file of the truth.

TRUTH.csv: ``misuse,start,end,login_ids,organisation``, one episode a line. ``login_ids`` are separated by blanks; any
of them counts as found; an alert about the organisation alone counts too. A line with the misuse ``account-days`` gives
in ``login_ids`` the number of days on which accounts were used, by which false alarms are measured.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TextIO

from models.detection.alert import Alert
from models.errors import DomainError

IN_TIME = timedelta(hours=24)
IN_THREE_DAYS = timedelta(hours=72)
AFTERMATH = timedelta(hours=24)
COLUMNS = ("misuse", "start", "end", "login_ids", "organisation")
ACCOUNT_DAYS = "account-days"


class WrongTruth(DomainError):
    """The file does not tell the truth in the agreed form."""


@dataclass(frozen=True, slots=True)
class Episode:
    """One misuse: by whom, from when to when."""

    misuse: str
    start: datetime
    end: datetime
    login_ids: frozenset[str]
    organisation: str

    def matches(self, alert: Alert) -> bool:
        """Whether the alert speaks of this misuse: in its time, or the day after its end."""
        if not self.start <= alert.at <= self.end + AFTERMATH:
            return False
        if alert.login_id:
            return alert.login_id in self.login_ids
        return alert.organisation in ({self.organisation, ""} if self.misuse == "spraying" else {self.organisation})


@dataclass(slots=True)
class Found:
    """Of one kind of misuse: episodes, those found within 24 hours, within 72 hours, and at all.

    What drips over weeks is hardly misuse yet on its first day; the second figure says how soon it is found then.
    """

    episodes: int = 0
    in_time: int = 0
    in_three_days: int = 0
    ever: int = 0


@dataclass(slots=True)
class Score:
    """Recall per misuse, and the alarms that speak of none, per rule."""

    misuses: dict[str, Found] = field(default_factory=dict)
    false_alarms: dict[str, int] = field(default_factory=dict)
    alarms: int = 0
    account_days: int = 0

    @property
    def recall(self) -> float:
        """The share of episodes found within 24 hours of their start."""
        episodes = sum(found.episodes for found in self.misuses.values())
        return sum(found.in_time for found in self.misuses.values()) / episodes if episodes else 1.0

    @property
    def false_per_thousand(self) -> float:
        """False alarms per 1,000 account-days."""
        return 1000 * sum(self.false_alarms.values()) / self.account_days if self.account_days else 0.0


def write_truth(file: TextIO, episodes: Iterable[Episode], account_days: int) -> None:
    """TRUTH.csv."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerow((ACCOUNT_DAYS, "", "", account_days, ""))
    for one in episodes:
        people = " ".join(sorted(one.login_ids))
        # As the events say it: an alarm at the very first act must not come before the act.
        start, end = (moment.isoformat(timespec="seconds") for moment in (one.start, one.end))
        writer.writerow((one.misuse, start, end, people, one.organisation))


def read_truth(lines: Iterable[str]) -> tuple[list[Episode], int]:
    """The episodes, and the account-days. Raises ``WrongTruth``."""
    reader = csv.DictReader(lines)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise WrongTruth(f"正解のファイルの見出しが {','.join(COLUMNS)} ではありません。")
    episodes: list[Episode] = []
    account_days = 0
    try:
        for row in reader:
            if row["misuse"] == ACCOUNT_DAYS:
                account_days += int(row["login_ids"])
                continue
            start, end = datetime.fromisoformat(row["start"]), datetime.fromisoformat(row["end"])
            people = frozenset(row["login_ids"].split())
            episodes.append(Episode(row["misuse"], start, end, people, row["organisation"]))
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise WrongTruth(f"正解のファイルの{reader.line_num}行目を読めません: {error}") from error
    return episodes, account_days


def score(alerts: Iterable[Alert], episodes: list[Episode], account_days: int) -> Score:
    """Weigh the alarms (severity ``alert`` and ``stop``) against the truth."""
    result = Score(account_days=account_days)
    first: dict[int, datetime] = {}
    for alert in alerts:
        if not alert.severity.is_alarm:
            continue
        result.alarms += 1
        matched = [place for place, episode in enumerate(episodes) if episode.matches(alert)]
        for place in matched:
            first.setdefault(place, alert.at)
        if not matched:
            result.false_alarms[alert.rule] = result.false_alarms.get(alert.rule, 0) + 1
    for place, episode in enumerate(episodes):
        found = result.misuses.setdefault(episode.misuse, Found())
        found.episodes += 1
        if place in first:
            delay = first[place] - episode.start
            found.ever += 1
            found.in_time += delay <= IN_TIME
            found.in_three_days += delay <= IN_THREE_DAYS
    return result
