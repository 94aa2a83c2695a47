"""Which reports there are, which are missing, which wait for a signature."""

from datetime import date

from sqlalchemy import ColumnElement, String, cast, exists, func, literal, select
from sqlalchemy.orm import Session

from models.assurance.sign_off import Capacity, SignOff
from models.audit.tables import AuditEvent
from models.lists import ListFilter, ListSpec, equals
from models.reporting.month import Month, last_complete
from models.reporting.report import MonthlyReport


def reports() -> ListSpec[MonthlyReport]:
    """Every version of every report, newest first."""
    return ListSpec(
        select(MonthlyReport),
        MonthlyReport.id,
        {"at": MonthlyReport.id, "month": MonthlyReport.month_code},
        (
            ListFilter("month", "月（2026-10 のように）", equals(MonthlyReport.month_code)),
            ListFilter(
                "signed",
                "署名",
                lambda value: _is_signed(Capacity.OWNER) if value == "yes" else ~_is_signed(Capacity.OWNER),
                [("yes", "保有者が署名済み"), ("no", "署名がそろっていない")],
            ),
        ),
        descending=True,
    )


def missing_report(session: Session, today: date) -> Month | None:
    """The last month that is over, when it has a trail and its report does not bear the contractor's signature."""
    month = last_complete(today)
    written = select(MonthlyReport.id).where(MonthlyReport.month_code == str(month), _is_signed(Capacity.CONTRACTOR))
    if session.scalar(written.limit(1)) is not None:
        return None
    began = session.scalar(select(AuditEvent.at).order_by(AuditEvent.number).limit(1))
    return month if began is not None and began < month.until else None


def count_unsigned(session: Session) -> int:
    """How many newest versions bear the contractor's signature and wait for the owner's."""
    latest = select(func.max(MonthlyReport.id)).group_by(MonthlyReport.month_code)
    waiting = (MonthlyReport.id.in_(latest), _is_signed(Capacity.CONTRACTOR), ~_is_signed(Capacity.OWNER))
    return session.scalar(select(func.count()).select_from(MonthlyReport).where(*waiting)) or 0


def _is_signed(capacity: Capacity) -> ColumnElement[bool]:
    return exists().where(
        SignOff.subject == literal("monthly-report:").concat(cast(MonthlyReport.id, String)),
        SignOff.capacity_code == capacity.value,
    )
