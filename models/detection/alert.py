"""What detection raises."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Severity(StrEnum):
    """How grave. ``watch`` is a weak sign, kept but waking nobody; ``stop`` asks for a temporary stop."""

    WATCH = "watch"
    ALERT = "alert"
    STOP = "stop"

    @property
    def label(self) -> str:
        """The severity in words."""
        return _LABELS[self]

    @property
    def is_alarm(self) -> bool:
        """Whether somebody must look at it."""
        return self is not Severity.WATCH


_LABELS = {Severity.WATCH: "注視", Severity.ALERT: "警告", Severity.STOP: "一時停止"}


@dataclass(frozen=True, slots=True)
class Alert:
    """One finding about a person, or about an organisation (then ``login_id`` is empty).

    ``at`` is the moment of the act that gave it away; ``rule`` is the rule's code; ``reason`` is a Japanese sentence
    with the figures. An alert with neither person nor organisation concerns the whole system.
    """

    at: datetime
    rule: str
    severity: Severity
    login_id: str
    organisation: str
    reason: str
