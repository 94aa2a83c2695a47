"""The cover of a report: what it is, who made it and who signed it, in pairs of words."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from models import clock
from models.accounts.who import who_is
from models.assurance.sign_off import Capacity, SignOff, signatures
from models.reporting.report import MonthlyReport

NOT_YET = "（まだ署名されていません）"


def cover_of(session: Session, report: MonthlyReport) -> Sequence[tuple[str, str]]:
    """The facts of a report, signatures included."""
    return tuple(_facts(report, signatures(session, report.subject)))


def _facts(report: MonthlyReport, signed: Sequence[SignOff]) -> Iterator[tuple[str, str]]:
    yield "対象の月", report.month.label
    yield "版", f"第{report.version}版"
    yield "作成", f"{_at(report.drafted_at)}　{who_is(report.drafter)}"
    yield "システム管理者の所見", report.remarks
    by_capacity = {one.capacity: one for one in signed}
    for capacity in Capacity:
        one = by_capacity.get(capacity)
        yield f"{capacity.label}の署名", f"{_at(one.at)}　{one.who}" if one is not None else NOT_YET
        if one is not None and one.remark:
            yield f"{capacity.label}の所見", one.remark
    yield "SHA-256", report.sha256


def _at(moment: datetime) -> str:
    return f"{clock.in_japan(moment):%Y-%m-%d %H:%M}"
