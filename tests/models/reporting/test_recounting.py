"""A report worked out anew by a job: what comes of it is kept, told in the trail, and heeded by signatures (M11)."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from models.access.viewer import Viewer
from models.accounts.account import Account, AccountState
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.errors import Conflict, NotFound
from models.jobs.job import Job, JobKind, JobState
from models.jobs.worker import Worker
from models.reporting import recounting
from models.reporting.computing import compute
from models.reporting.document import digest_of
from models.reporting.filing import draft, sign_report, why_not_sign
from models.reporting.recount import CHANGED, DIFFERS, UNDER_WAY, last_result, newest_recount
from models.reporting.report import MonthlyReport
from tests.models.reporting.conftest import OCTOBER


def work(session: Session) -> None:
    """Let the worker do what waits."""
    session.commit()
    sessions = sessionmaker(session.get_bind(), expire_on_commit=False)
    assert Worker(sessions, {JobKind.REPORT_RECOUNT: recounting.handler()}, "tests").do_next()


def with_another_figure(session: Session, manager: Viewer) -> MonthlyReport:
    """A second version whose exports are not what the trail says."""
    figures = compute(session, OCTOBER)
    sections = tuple(
        replace(one, sentence="9,999 行です。") if one.code == "exports" else one for one in figures.sections
    )
    return draft(session, manager.actor, replace(figures, sections=sections), "なし")


def told(session: Session) -> list[dict[str, object]]:
    names = (EventName.REPORT_RECOUNT_ASKED.value, EventName.REPORT_RECOUNTED.value)
    chosen = select(AuditEvent.details).where(AuditEvent.name.in_(names)).order_by(AuditEvent.number)
    return list(session.scalars(chosen))


def test_a_report_comes_out_the_same_and_can_then_be_signed(
    filled: Session, manager: Viewer, report: MonthlyReport
) -> None:
    recounting.ask(filled, manager, report.id)
    assert why_not_sign(filled, manager, report) == UNDER_WAY
    with pytest.raises(Conflict):
        sign_report(filled, manager, report.id, report.sha256, "")
    work(filled)
    result = last_result(filled, report)
    assert result is not None
    assert (result.sections, result.asked_by, bool(result.made_at)) == ([], manager.account_id, True)
    kept = {"recount": result.id, "sha256": report.sha256}
    assert told(filled) == [kept, {**kept, "differing": [], "intact": True}]
    sign_report(filled, manager, report.id, report.sha256, "")


def test_nobody_signs_figures_that_a_recount_did_not_find(filled: Session, manager: Viewer) -> None:
    other = with_another_figure(filled, manager)
    recounting.ask(filled, manager, other.id)
    work(filled)
    result = last_result(filled, other)
    assert result is not None
    assert [one.title for one in result.sections] == ["書き出し"]
    assert told(filled)[-1]["differing"] == ["書き出し"]
    with pytest.raises(Conflict, match="一致しません"):
        sign_report(filled, manager, other.id, other.sha256, "")
    assert why_not_sign(filled, manager, other) == DIFFERS
    result.differing = []  # by whoever can write into the database
    filled.commit()
    assert why_not_sign(filled, manager, other) == DIFFERS


def test_nobody_signs_a_report_that_was_rewritten_together_with_its_digest(
    filled: Session, manager: Viewer, report: MonthlyReport
) -> None:
    assert why_not_sign(filled, manager, report) == ""
    filed = report.sha256
    filled.expunge(report)  # the database refuses to change it to whoever leaves its guards alone
    figures = report.figures
    report.document = replace(figures, sections=figures.sections[1:]).to_text()
    assert why_not_sign(filled, manager, report) == CHANGED
    report.sha256 = digest_of(f"{report.document}\n{report.remarks}")
    assert report.is_intact
    assert why_not_sign(filled, manager, report) == CHANGED
    report.document, report.sha256 = figures.to_text(), filed
    assert why_not_sign(filled, manager, report) == ""


def test_what_reports_have_only_since_then_stands_in_nobodys_way(filled: Session, manager: Viewer) -> None:
    figures = compute(filled, OCTOBER)
    lives = next(one for one in figures.sections if one.code == "lives")
    older = replace(lives.tables[0], rows=lives.tables[0].rows[1:], keys=())  # as it was filed before rows had keys
    sections = [
        replace(one, tables=(older, *one.tables[1:])) if one is lives else one
        for one in figures.sections
        if one.code != "trail"
    ]
    report = draft(filled, manager.actor, replace(figures, sections=tuple(sections), format=1), "なし")
    recounting.ask(filled, manager, report.id)
    work(filled)
    result = last_result(filled, report)
    assert result is not None
    assert ([one.title for one in result.sections], [one.title for one in result.added]) == (
        [],
        ["アカウントの管理", "監査の証跡"],
    )
    assert result.added[0].tables[0].recounted == lives.tables[0].rows[:1]
    assert told(filled)[-1]["differing"] == []
    sign_report(filled, manager, report.id, report.sha256, "")


def test_one_that_was_never_made_takes_nothing_from_the_one_before(filled: Session, manager: Viewer) -> None:
    other = with_another_figure(filled, manager)
    recounting.ask(filled, manager, other.id)
    work(filled)
    recounting.ask(filled, manager, other.id)
    filled.get_one(Account, manager.account_id).state_code = AccountState.STOPPED.value
    work(filled)
    newest = newest_recount(filled, other)
    assert newest is not None
    assert newest.job is not None
    assert (newest.recount.made_at, newest.job.state) == (None, JobState.FAILED)
    assert "権限がなくなったため" in newest.job.sentence
    assert why_not_sign(filled, manager, other) == DIFFERS


def test_what_is_under_way_is_not_asked_for_twice(filled: Session, manager: Viewer, report: MonthlyReport) -> None:
    recounting.ask(filled, manager, report.id)
    recounting.ask(filled, manager, report.id)
    assert len(filled.scalars(select(Job)).all()) == len(told(filled)) == 1


def test_the_report_stays_readable_when_the_queue_has_forgotten_its_recount(
    filled: Session, manager: Viewer, report: MonthlyReport
) -> None:
    recounting.ask(filled, manager, report.id)
    work(filled)
    for job in filled.scalars(select(Job)):
        filled.delete(job)
    filled.commit()
    newest = newest_recount(filled, report)
    assert newest is not None
    assert (newest.job, newest.under_way) == (None, False)
    assert last_result(filled, report) is not None


def test_there_is_nothing_to_recount_where_there_is_no_report(filled: Session, manager: Viewer) -> None:
    with pytest.raises(NotFound):
        recounting.ask(filled, manager, 1)
