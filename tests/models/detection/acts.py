"""Acts for tests: one person in one office, who does one thing after another."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from models.clock import JST
from models.detection.alert import Alert
from models.detection.detector import Detector
from models.detection.rulebook import RuleBook, shipped_rules
from models.detection.signal import Act, Signal
from models.detection.states import MemoryStates

MONDAY = datetime(2025, 6, 2, 10, 0, tzinfo=JST)
SOMEONE = Signal(
    MONDAY, "sato", "東北電力ネットワーク", "grid_operator", "系統部", "153.150.1.9", "desk-sato", Act.SIGN_IN, "", 0, "JP"
)  # fmt: skip


def act(what: Act, minutes: float = 0, **changes: object) -> Signal:
    """One act of somebody, so many minutes after ten o'clock on a Monday."""
    rows = 1 if what is Act.VIEW else 0
    one = replace(SOMEONE, act=what, at=MONDAY + timedelta(minutes=minutes), rows=rows)
    return replace(one, **changes)  # type: ignore[arg-type]


def fed(signals: Iterable[Signal], rules: RuleBook | None = None) -> list[Alert]:
    """Every alert that the acts raise, weak signs included, starting with no history."""
    detector = Detector(rules or shipped_rules(), MemoryStates())
    return [alert for signal in signals for alert in detector.feed(signal)]


def alarms(signals: Iterable[Signal], rule: str, rules: RuleBook | None = None) -> list[Alert]:
    """The alarms of one rule."""
    return [alert for alert in fed(signals, rules) if alert.rule == rule and alert.severity.is_alarm]


def alone(rule: str) -> RuleBook:
    """The shipped rules with all others off."""
    data = shipped_rules().data
    return RuleBook({code: {**entry, "mode": entry["mode"] if code == rule else "off"} for code, entry in data.items()})
