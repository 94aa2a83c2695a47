"""How much one person may take away (policy: numbers; B4). Counted from the trail, so that it cannot disagree."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.errors import DomainError
from models.settings import Settings

A_WHILE = timedelta(minutes=10)
STEP_UP_ROWS = 1_000


class OverQuota(DomainError):
    """The file asked for is more than may be taken now. ``limit`` says which limit is in the way, and what is left;
    the reason says besides what one can do."""

    def __init__(self, limit: str, advice: str) -> None:
        super().__init__(f"{limit}{advice}必要な場合は、この1ファイルについて承認を求められます。")
        self.limit = limit


class Allowance(Protocol):
    """What a file is measured against: the person's limits, or an approval of this one file."""

    def check(self, session: Session, account_id: int, at: datetime, rows: int) -> None:
        """Raise a ``DomainError`` when a file of ``rows`` is more than it allows."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """What one person may take away: rows a file, rows a day, files in ten minutes. The deployment decides."""

    rows_a_file: int
    rows_a_day: int
    files_in_a_while: int

    def check(self, session: Session, account_id: int, at: datetime, rows: int) -> None:
        """Raise ``OverQuota`` when the person may not take a file of ``rows`` at this moment."""
        check_quota(remaining(session, account_id, at, self), rows, self)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The limits of a deployment."""
        return cls(settings.export_rows_a_file, settings.export_rows_a_day, settings.export_files_in_ten_minutes)


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left: rows today (Japanese calendar day), and files in the running ten minutes."""

    rows_today: int
    files_now: int


def remaining(session: Session, account_id: int, now: datetime, limits: Limits) -> Remaining:
    """What the person may still take at ``now``."""
    midnight = clock.day_begins(clock.day_in_japan(now))
    files = _files_since(session, account_id, min(midnight, now - A_WHILE))
    rows = sum(total for at, total in files if at >= midnight)
    lately = sum(1 for at, _total in files if at > now - A_WHILE)
    return Remaining(rows_today=max(limits.rows_a_day - rows, 0), files_now=max(limits.files_in_a_while - lately, 0))


def needs_proof(session: Session, account_id: int, now: datetime, rows: int) -> bool:
    """Whether a code has to be given again before a file of ``rows``: it, or all of the day together, is large (B4).

    An approval of a file over the quota is another person's word for it, and no proof of whose hand takes it.
    """
    taken = sum(total for _at, total in _files_since(session, account_id, clock.day_begins(clock.day_in_japan(now))))
    return taken + rows > STEP_UP_ROWS


def _files_since(session: Session, account_id: int, earliest: datetime) -> list[tuple[datetime, int]]:
    """When the person took files, and how many rows each."""
    statement = select(AuditEvent.at, AuditEvent.details).where(
        AuditEvent.account_id == account_id,
        AuditEvent.at >= earliest,
        AuditEvent.name == EventName.CERTIFICATIONS_EXPORTED.value,
    )
    return [(at, details["total"]) for at, details in session.execute(statement)]


def check_quota(left: Remaining, rows: int, limits: Limits) -> None:
    """Raise ``OverQuota`` when a file of ``rows`` is more than may be taken."""
    narrow = "条件を絞ってください。"
    if rows > limits.rows_a_file:
        raise OverQuota(f"1ファイルに書き出せるのは{limits.rows_a_file:,}件までです。", narrow)
    if rows > left.rows_today:
        raise OverQuota(f"本日書き出せるのは残り{left.rows_today:,}件です。", narrow)
    if not left.files_now:
        minutes, files = A_WHILE // timedelta(minutes=1), limits.files_in_a_while
        raise OverQuota(f"{minutes}分間に書き出せるのは{files}ファイルまでです。", "時間をおいてお試しください。")
