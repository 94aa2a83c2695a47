"""How much one person may take away (policy: numbers; B4). Counted from the trail, so that it cannot disagree."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.errors import DomainError

ROWS_A_FILE = 10_000
ROWS_A_DAY = 50_000
FILES_IN_A_WHILE = 3
A_WHILE = timedelta(minutes=10)
STEP_UP_ROWS = 1_000


class OverQuota(DomainError):
    """The file asked for is more than may be taken now; the reason says what is left and whom to ask."""


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left: rows today (Japanese calendar day), and files in the running ten minutes."""

    rows_today: int
    files_now: int


def remaining(session: Session, account_id: int, now: datetime) -> Remaining:
    """What the person may still take at ``now``."""
    midnight = clock.in_japan(now).replace(hour=0, minute=0, second=0, microsecond=0)
    earliest = min(midnight, now - A_WHILE)
    statement = select(AuditEvent.at, AuditEvent.details).where(
        AuditEvent.account_id == account_id,
        AuditEvent.at >= earliest,
        AuditEvent.name == EventName.CERTIFICATIONS_EXPORTED.value,
    )
    files = session.execute(statement).all()
    rows = sum(details["total"] for at, details in files if at >= midnight)
    lately = sum(1 for at, _details in files if at > now - A_WHILE)
    return Remaining(rows_today=max(ROWS_A_DAY - rows, 0), files_now=max(FILES_IN_A_WHILE - lately, 0))


def check_quota(left: Remaining, rows: int) -> None:
    """Raise ``OverQuota`` when a file of ``rows`` is more than may be taken."""
    ask = "必要な場合は、所属組織のシステム利用責任者に相談してください。"
    if rows > ROWS_A_FILE:
        raise OverQuota(f"1ファイルに書き出せるのは{ROWS_A_FILE:,}件までです。条件を絞ってください。{ask}")
    if rows > left.rows_today:
        raise OverQuota(f"本日書き出せるのは残り{left.rows_today:,}件です。条件を絞ってください。{ask}")
    if not left.files_now:
        minutes = A_WHILE // timedelta(minutes=1)
        raise OverQuota(
            f"{minutes}分間に書き出せるのは{FILES_IN_A_WHILE}ファイルまでです。時間をおいてお試しください。"
        )
