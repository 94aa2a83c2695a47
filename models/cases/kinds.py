"""The closed sets of a case: where it stands, how it ended, what a line of its timeline tells, how long it may take."""

from datetime import timedelta
from enum import StrEnum

from models.detection.alert import Severity

TIME_TO_SETTLE = {Severity.STOP: timedelta(days=1), Severity.ALERT: timedelta(days=3)}
"""From the alert to the finding. Somebody who was stopped waits, so theirs is the shorter time."""
JOINS_WITHIN = timedelta(days=1)
"""Alerts about the same person within so long are one case."""
TIME_TO_DECIDE = {Severity.STOP: timedelta(days=1), Severity.ALERT: timedelta(days=3)}
"""From the letters about the time that is over to those that say it is over still."""


class CaseState(StrEnum):
    """Who has to act: the responsible person, those who handle it, nobody any more."""

    WAITING = "waiting"
    EXPLAINED = "explained"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The state in words."""
        return _STATES[self]


class CaseOutcome(StrEnum):
    """What was found. ``PASSED_ON`` is set by passing the case on, never chosen."""

    JUSTIFIED = "justified"
    HARMLESS = "harmless"
    MISUSED = "misused"
    BARRED = "barred"
    PASSED_ON = "passed_on"

    @property
    def excuses(self) -> bool:
        """Whether what was detected was found to be nobody's misuse: it may become its person's habit."""
        return self in {CaseOutcome.JUSTIFIED, CaseOutcome.HARMLESS}

    @property
    def label(self) -> str:
        """The outcome in words."""
        return _OUTCOMES[self]


class CaseEntryKind(StrEnum):
    """What a line of the timeline tells."""

    ALERT = "alert"
    STOPPED = "stopped"
    LETTERS = "letters"
    EXPLAINED = "explained"
    ASKED_ANEW = "asked_anew"
    NOTE = "note"
    FILE = "file"
    MEASURE = "measure"
    ESCALATED = "escalated"
    PASSED_ON = "passed_on"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The kind of line in words."""
        return _ENTRIES[self]


FOR_THE_RESPONSIBLE = frozenset(
    {CaseEntryKind.ALERT, CaseEntryKind.STOPPED, CaseEntryKind.EXPLAINED, CaseEntryKind.ASKED_ANEW}
)
"""What the person's responsible persons may read of the timeline: what was detected, and what they said themselves."""

_STATES = {
    CaseState.WAITING: "説明待ち",
    CaseState.EXPLAINED: "説明あり・確認待ち",
    CaseState.CLOSED: "終了",
}
_OUTCOMES = {
    CaseOutcome.JUSTIFIED: "責任者の説明を受け、業務上の利用と確認した",
    CaseOutcome.HARMLESS: "調べた結果、問題はなかった",
    CaseOutcome.MISUSED: "目的外又は不正な利用を確認した",
    CaseOutcome.BARRED: "組織の利用を停止した",
    CaseOutcome.PASSED_ON: "漏えい等への対応に引き継いだ",
}
_ENTRIES = {
    CaseEntryKind.ALERT: "検知",
    CaseEntryKind.STOPPED: "自動の停止",
    CaseEntryKind.LETTERS: "連絡",
    CaseEntryKind.EXPLAINED: "責任者の説明",
    CaseEntryKind.ASKED_ANEW: "説明のやり直し",
    CaseEntryKind.NOTE: "記録",
    CaseEntryKind.FILE: "ファイル",
    CaseEntryKind.MEASURE: "措置",
    CaseEntryKind.ESCALATED: "期限超過",
    CaseEntryKind.PASSED_ON: "引継ぎ",
    CaseEntryKind.CLOSED: "終了",
}
