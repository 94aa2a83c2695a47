"""The filed reports of a stretch of days, as files of a pack of evidence (M11, M13).

``models.auditing`` makes packs and knows of no report: what lies above it is handed to its job where the service is put
together. A ``.signed`` file holds exactly the bytes that were signed, so that its SHA-256 in the pack's manifest is the
one under the signatures and in the trail; the workbook beside it says the same to be read.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.assurance.sign_off import SignOff, signatures
from models.auditing.days import Days
from models.auditing.pack_job import PackFile, csv_file
from models.reporting.cover import cover_of
from models.reporting.month import Month
from models.reporting.report import MonthlyReport
from models.reporting.workbook import workbook_of

_HEAD = (
    "file", "month", "version", "drafted_at", "drafted_by", "sha256", "capacity", "signed_by", "signed_at",
    "signed_sha256", "remark",
)  # fmt: skip

_UNSIGNED = ("", "", "", "", "")


def report_files(session: Session, days: Days) -> Iterator[PackFile]:
    """Every version of every month that has a day among these, and a table of the signatures."""
    filed = _filed(session, days)
    for report in filed:
        yield f"{_name(report)}.signed", [f"{report.document}\n{report.remarks}".encode()]
        yield f"{_name(report)}.xlsx", [workbook_of(report.figures, cover_of(session, report))]
    yield "reports/reports.csv", csv_file([_HEAD, *(line for report in filed for line in _lines(session, report))])


def _filed(session: Session, days: Days) -> list[MonthlyReport]:
    chosen = select(MonthlyReport).order_by(MonthlyReport.month_code, MonthlyReport.version)
    if days.since is not None:
        chosen = chosen.where(MonthlyReport.month_code >= str(Month.of(days.since)))
    if days.until is not None:
        chosen = chosen.where(MonthlyReport.month_code <= str(Month.of(days.until)))
    return list(session.scalars(chosen))


def _name(report: MonthlyReport) -> str:
    return f"reports/{report.month}-v{report.version}"


def _lines(session: Session, report: MonthlyReport) -> Iterator[tuple[object, ...]]:
    """A line for every signature; one without any for a report that nobody has signed."""
    about = (
        f"{_name(report)}.signed", report.month, report.version, report.drafted_at.isoformat(),
        report.drafter.login_id, report.sha256,
    )  # fmt: skip
    signed = [_signature(one) for one in signatures(session, report.subject)]
    for signature in signed or [_UNSIGNED]:
        yield (*about, *signature)


def _signature(signed: SignOff) -> Sequence[str]:
    return (signed.capacity.value, signed.who, signed.at.isoformat(), signed.sha256, signed.remark)
