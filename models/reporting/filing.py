"""A report's way: drafted by the system manager, signed by the contractor, then by the owner, filed for ever (M11)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.assurance.sign_off import Capacity, SignOff, capacity_of, sign, signatures
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import begin_writing, insert_or
from models.errors import Conflict, Forbidden, NotFound
from models.reporting.document import Document, digest_of
from models.reporting.recount import doubt_about
from models.reporting.report import MonthlyReport

LONGEST_REMARKS = 2_000


def draft(session: Session, actor: Actor, document: Document, remarks: str) -> MonthlyReport:
    """File a new version of a month's report. What it corrects stays as it is.

    The figures are worked out before the turn to write is taken (``computing``). Raises ``Conflict`` when somebody else
    has just filed the same version.
    """
    begin_writing(session)
    chosen = select(func.max(MonthlyReport.version)).where(MonthlyReport.month_code == document.month)
    version = (session.scalar(chosen) or 0) + 1
    text = document.to_text()
    table = MonthlyReport.__table__
    values: dict[str, Any] = {
        "month": document.month,
        "version": version,
        "document": text,
        "remarks": remarks,
        "sha256": digest_of(f"{text}\n{remarks}"),
        "drafted_by": actor.account_id,
        "drafted_at": clock.now(),
    }
    statement = insert_or(session, MonthlyReport).values({table.c[name]: value for name, value in values.items()})
    number = session.scalar(statement.on_conflict_do_nothing().returning(MonthlyReport.id))
    if number is None:
        raise Conflict("同じ月の報告が、ほかの人により作成されました。画面を開き直してください。")
    report = session.get_one(MonthlyReport, number)
    details = {"month": document.month, "version": version, "sha256": report.sha256}
    record(session, Event(EventName.REPORT_DRAFTED, actor, object=report.subject, details=details))
    return report


def report_for(session: Session, number: int) -> MonthlyReport:
    """The report with this number. Raises ``NotFound``."""
    found = session.get(MonthlyReport, number)
    if found is None:
        raise NotFound
    return found


def why_not_sign(session: Session, viewer: Viewer, report: MonthlyReport) -> str:
    """Why the viewer has nothing to sign here; empty when they have."""
    signed = {one.capacity for one in signatures(session, report.subject)}
    capacity = capacity_of(viewer)
    if capacity is None:
        return "署名できるのは、システム管理者と保有者担当です。"
    if capacity in signed:
        return f"{capacity.label}の署名は、すでにあります。"
    if newest_version(session, report) != report.version:
        return "この報告には、新しい版があります。"
    if capacity is Capacity.OWNER and Capacity.CONTRACTOR not in signed:
        return "システム管理者の署名を待っています。"
    return doubt_about(session, report)


def sign_report(session: Session, viewer: Viewer, number: int, shown: str, remark: str) -> None:
    """Sign what the page showed: ``shown`` is its digest. Raises ``Conflict``, ``Forbidden``, ``NotFound``."""
    begin_writing(session)
    report = report_for(session, number)
    if shown != report.sha256:
        raise Conflict("表示された報告と、保存された報告が違います。画面を開き直してください。")
    if reason := why_not_sign(session, viewer, report):
        raise Conflict(reason) if capacity_of(viewer) else Forbidden(reason)
    capacity = sign(session, viewer, report.subject, report.sha256, remark)
    details = {
        "month": report.month_code,
        "version": report.version,
        "capacity": capacity.value,
        "sha256": report.sha256,
    }
    record(session, Event(EventName.REPORT_SIGNED, viewer.actor, object=report.subject, details=details))


def newest_version(session: Session, report: MonthlyReport) -> int:
    """The number of the latest version of the same month."""
    chosen = select(func.max(MonthlyReport.version)).where(MonthlyReport.month_code == report.month_code)
    return session.scalar(chosen) or 0


def record_report_read(session: Session, viewer: Viewer, report: MonthlyReport, part: str) -> None:
    """Record that a report was read: ``page``, ``file`` or ``recount``."""
    record(session, Event(EventName.REPORT_READ, viewer.actor, object=report.subject, details={"part": part}))


def signed_in_words(found: Sequence[SignOff]) -> str:
    """How far a report is: ``保有者の署名待ち``."""
    signed = {one.capacity for one in found}
    if Capacity.OWNER in signed:
        return "署名済み"
    return "保有者の署名待ち" if Capacity.CONTRACTOR in signed else "システム管理者の署名待ち"
