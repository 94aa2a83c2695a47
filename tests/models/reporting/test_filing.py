"""Filing and signing: in their order, each once, over what was shown (M3, M11)."""

import csv
import io
from datetime import date
from hashlib import sha256

import pytest
from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.accounts.account import Role
from models.auditing.days import Days
from models.errors import Conflict, Forbidden
from models.organisations.kinds import OrganisationKind
from models.reporting.computing import compute
from models.reporting.evidence import report_files
from models.reporting.filing import draft, sign_report
from models.reporting.lists import count_unsigned, missing_report
from models.reporting.report import MonthlyReport
from tests.models.reporting.conftest import OCTOBER, person


def test_the_owner_signs_after_the_contractor_and_each_once(
    filled: Session, manager: Viewer, officer: Viewer, report: MonthlyReport
) -> None:
    with pytest.raises(Conflict):
        sign_report(filled, officer, report.id, report.sha256, "")
    assert missing_report(filled, OCTOBER.due_on) == OCTOBER
    sign_report(filled, manager, report.id, report.sha256, "")
    assert (missing_report(filled, OCTOBER.due_on), count_unsigned(filled)) == (None, 1)
    another = person(filled, OrganisationKind.CONTRACTOR, Role.SYSTEM_MANAGER)
    with pytest.raises(Conflict):
        sign_report(filled, another, report.id, report.sha256, "")
    sign_report(filled, officer, report.id, report.sha256, "")
    assert count_unsigned(filled) == 0


def test_only_what_was_shown_is_signed_and_by_nobody_else(
    filled: Session, manager: Viewer, report: MonthlyReport
) -> None:
    with pytest.raises(Conflict):
        sign_report(filled, manager, report.id, "0" * 64, "")
    auditor = person(filled, OrganisationKind.AUDITOR, Role.AUDITOR)
    with pytest.raises(Forbidden):
        sign_report(filled, auditor, report.id, report.sha256, "")


def test_a_pack_holds_the_bytes_that_were_signed_of_the_months_it_touches(
    filled: Session, manager: Viewer, officer: Viewer, report: MonthlyReport
) -> None:
    sign_report(filled, manager, report.id, report.sha256, "=確認した")
    sign_report(filled, officer, report.id, report.sha256, "")
    corrected = draft(filled, manager.actor, compute(filled, OCTOBER), "誤記を改めた")
    days = Days(date(2026, 10, 31), date(2026, 11, 5))
    files = {name: b"".join(pieces) for name, pieces in report_files(filled, days)}
    names = [f"reports/2026-10-v{version}.{ending}" for version in (1, 2) for ending in ("signed", "xlsx")]
    assert list(files) == [*names, "reports/reports.csv"]
    for one in (report, corrected):
        assert sha256(files[f"reports/2026-10-v{one.version}.signed"]).hexdigest() == one.sha256
    lines = list(csv.DictReader(io.StringIO(files["reports/reports.csv"].decode("utf-8-sig"))))
    assert [(line["version"], line["capacity"]) for line in lines] == [("1", "contractor"), ("1", "owner"), ("2", "")]
    assert {line["signed_sha256"] for line in lines[:2]} == {report.sha256}
    assert not lines[0]["remark"].startswith("="), "no cell is a formula"
    assert [name for name, _pieces in report_files(filled, Days(date(2026, 11, 1), None))] == ["reports/reports.csv"]
