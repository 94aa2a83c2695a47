"""All rules over a stream of acts, as they would have been raised: only what was known at each moment (M12)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from models.clock import in_japan
from models.detection.alert import Alert
from models.detection.detector import CountryOf, Detector
from models.detection.rulebook import RuleBook
from models.detection.signal import Signal
from models.detection.states import MemoryStates

EXAMPLES = 5


def replay(signals: Iterable[Signal], rules: RuleBook, country_of: CountryOf | None = None) -> Iterator[Alert]:
    """The alerts, weak signs among them, in the order in which they are raised, starting without any history."""
    detector = Detector(rules, MemoryStates(), country_of)
    for signal in signals:
        yield from detector.feed(signal)


@dataclass(slots=True)
class Rehearsed:
    """What one rule would have raised: how often, per ISO week of Japan (``2026-W05``), and the first examples."""

    rule: str
    number: int = 0
    people: set[str] = field(default_factory=set)
    weeks: Counter[str] = field(default_factory=Counter)
    examples: list[Alert] = field(default_factory=list)

    def add(self, alert: Alert, week: str) -> None:
        """Count one more."""
        self.number += 1
        self.people.add(alert.login_id or alert.organisation)
        self.weeks[week] += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(alert)


def rehearse(
    signals: Iterable[Signal],
    rules: RuleBook,
    *,
    since: datetime | None = None,
    only: str = "",
    country_of: CountryOf | None = None,
) -> dict[str, Rehearsed]:
    """What these rules would have raised on the past, by rule code: alarms only.

    Signals before ``since`` teach the habits and raise nothing. With ``only``, all other rules are off, so that none
    takes an alarm of the same matter from it.
    """
    book = rules.alone(only) if only else rules
    found: dict[str, Rehearsed] = {}
    for alert in replay(signals, book, country_of):
        if alert.severity.is_alarm and (since is None or alert.at >= since):
            found.setdefault(alert.rule, Rehearsed(alert.rule)).add(alert, _week(alert.at))
    return found


def _week(moment: datetime) -> str:
    year, week, _ = in_japan(moment).isocalendar()
    return f"{year}-W{week:02}"
