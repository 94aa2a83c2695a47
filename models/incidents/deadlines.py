"""The deadlines of a breach of personal data, counted from the day it was learned of.

個人情報の保護に関する法律 26 条 1 項, 同法施行規則 8 条 (agencies: 68 条 1 項, 44 条): a prompt report, which the
guidelines (通則編 3-5-3-3) read as roughly the third to the fifth day, and a final one within 30 days, or 60 where a
wrongful purpose is suspected. The day of learning counts as the first. A last day that is a holiday is not moved, so
that the date shown is never later than the one that counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_

from models.incidents.incident import Incident
from models.incidents.kinds import YesNo

PROMPT_FROM, PROMPT_UNTIL = 3, 5
FINAL_UNTIL, FINAL_UNTIL_IF_MALICIOUS = 30, 60
PROMPT_NEAR, FINAL_NEAR = 1, 7
"""So many days before its last day a report is near, and the officers are written to."""


class AuthorityReport(StrEnum):
    """The two reports."""

    PROMPT = "prompt"
    FINAL = "final"

    @property
    def label(self) -> str:
        """The report by its usual name."""
        return "速報" if self is AuthorityReport.PROMPT else "確報"

    @property
    def near(self) -> int:
        """How many days before its last day it is near."""
        return PROMPT_NEAR if self is AuthorityReport.PROMPT else FINAL_NEAR


@dataclass(frozen=True, slots=True)
class Deadline:
    """One report: from when to when it is due, and on which day it was made."""

    report: AuthorityReport
    first_day: date
    last_day: date
    done_on: date | None

    def days_left(self, today: date) -> int:
        """How many days are left after today; negative once the last day is over."""
        return (self.last_day - today).days

    def overdue(self, today: date) -> bool:
        """Whether the last day has passed without the report."""
        return self.done_on is None and today > self.last_day

    def near(self, today: date) -> bool:
        """Whether the last day is today or soon, and the report is not made yet."""
        return self.done_on is None and 0 <= self.days_left(today) <= self.report.near

    def in_words(self, today: date) -> str:
        """``期限を2日過ぎています``, ``今日まで``, ``あと4日``, or that it was made."""
        if self.done_on is not None:
            return "報告済み" if self.done_on <= self.last_day else "報告済み（期限の後）"
        left = self.days_left(today)
        if left < 0:
            return f"期限を{-left}日過ぎています"
        return f"あと{left}日" if left else "今日まで"


def deadlines_of(incident: Incident) -> tuple[Deadline, ...]:
    """Both deadlines; none where it is known that nothing has to be reported.

    While that is not known they are counted all the same: the days do not wait for an inquiry. A final report made
    first is the prompt one as well.
    """
    if incident.personal_data is YesNo.NO:
        return ()
    learned, prompt_on, final_on = incident.learned_on, incident.prompt_reported_on, incident.final_reported_on
    prompt = (_day(learned, PROMPT_FROM), _day(learned, PROMPT_UNTIL), prompt_on or final_on)
    final = (learned, _day(learned, _final_days(incident)), final_on)
    return Deadline(AuthorityReport.PROMPT, *prompt), Deadline(AuthorityReport.FINAL, *final)


def next_deadline(incident: Incident) -> Deadline | None:
    """The one to keep next; none when nothing is left to be reported, or the case is closed."""
    waiting = (one for one in deadlines_of(incident) if one.done_on is None)
    return next(waiting, None) if incident.closed_at is None else None


def is_counted() -> ColumnElement[bool]:
    """The condition that something is still to be reported."""
    left = Incident.final_reported_on.is_(None)
    return and_(Incident.closed_at.is_(None), Incident.personal_data_code != YesNo.NO.value, left)


def is_overdue(today: date) -> ColumnElement[bool]:
    """The condition that a last day has passed without its report."""

    return _one_of_both(lambda days, _near: _passed(today, days))


def is_near(today: date) -> ColumnElement[bool]:
    """The condition that a last day is today or soon, without its report."""
    return _one_of_both(lambda days, near: and_(~_passed(today, days), _passed(today, days - near - 1)))


def _one_of_both(stands: Callable[[int, int], ColumnElement[bool]]) -> ColumnElement[bool]:
    """The condition that one of the reports left stands so; it is asked with the days a report has, and those in which
    it is near."""
    malicious = Incident.malicious_code == YesNo.YES.value
    prompt = and_(Incident.prompt_reported_on.is_(None), stands(PROMPT_UNTIL, PROMPT_NEAR))
    usual = and_(~malicious, stands(FINAL_UNTIL, FINAL_NEAR))
    longer = and_(malicious, stands(FINAL_UNTIL_IF_MALICIOUS, FINAL_NEAR))
    return and_(is_counted(), or_(prompt, usual, longer))


def _passed(today: date, days: int) -> ColumnElement[bool]:
    return Incident.learned_on <= today - timedelta(days=days)


def _final_days(incident: Incident) -> int:
    return FINAL_UNTIL_IF_MALICIOUS if incident.malicious is YesNo.YES else FINAL_UNTIL


def _day(learned: date, number: int) -> date:
    return learned + timedelta(days=number - 1)
