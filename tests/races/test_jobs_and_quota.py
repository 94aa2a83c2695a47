"""Two at once: a job goes to one worker, a quota's last rows to one file."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.accounts.own_security import ProofNeeded
from models.accounts.sign_in_session import Rung
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.certifications import export, export_files
from models.certifications.criteria import read_criteria
from models.certifications.export_files import Keeping
from models.certifications.export_order import Wish
from models.certifications.quota import Limits, OverQuota
from models.jobs import queue
from models.jobs.job import Job, JobKind
from models.legal.purposes import Purpose
from models.organisations.kinds import OrganisationKind
from models.settings import Settings
from tests.access.people import new_account, signed_in
from tests.amount import ROUNDS
from tests.factories.viewers import viewer_of
from tests.races.racing import Racers

NOON = datetime(2026, 5, 11, 3, 0, tzinfo=UTC)


@pytest.fixture
def two(stock: Session) -> Iterator[Racers]:
    racers = Racers(stock.get_bind().engine, 2)
    yield racers
    racers.close()


def claim(worker: str) -> Callable[[Session], int | None]:
    def act(session: Session) -> int | None:
        job = queue.claim(session, [JobKind.EXPORT], worker, NOON)
        return job.id if job else None

    return act


def test_a_job_goes_to_one_worker(stock: Session, two: Racers) -> None:
    for _ in range(ROUNDS):
        number = queue.enqueue(stock, JobKind.EXPORT, "a", None, NOON).id
        stock.commit()
        assert sorted(two.race(claim("one"), claim("another")), key=str) == sorted([None, number], key=str)
    stock.rollback()
    workers = stock.execute(select(Job.worker, func.count()).group_by(Job.worker)).all()
    assert sum(count for _worker, count in workers) == ROUNDS


def somebody(session: Session) -> Viewer:
    person = signed_in(session, new_account(session, kind=OrganisationKind.OWNER), Rung.CONSENT)
    viewer = viewer_of(session, OrganisationKind.OWNER)
    actor = replace(viewer.actor, account_id=person.account.id, session=person.sign_in.id)
    session.commit()
    return replace(viewer, actor=actor)


def test_of_two_files_that_are_large_together_one_needs_a_code(
    stock: Session, two: Racers, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping, plenty = Keeping.of(settings), Limits(10**6, 10**6, 9)
    for number in range(ROUNDS // 2):
        viewer = somebody(stock)
        wish = Wish(read_criteria({}, viewer.items), Purpose.AUDIT_INSPECTION)
        total = export.plan(stock, viewer, wish.criteria, plenty).total
        stock.commit()
        monkeypatch.setattr("models.certifications.quota.STEP_UP_ROWS", 2 * total - 1)

        def stream(session: Session, viewer: Viewer = viewer, wish: Wish = wish) -> str:
            try:
                export.order(session, viewer, wish, "", plenty, proved=False).close()
            except ProofNeeded:
                session.rollback()
                return "needs a code"
            return "taken"

        def by_job(session: Session, viewer: Viewer = viewer, wish: Wish = wish) -> str:
            try:
                export_files.ask(session, viewer, wish, plenty, keeping, proved=False)
            except ProofNeeded:
                session.rollback()
                return "needs a code"
            return "taken"

        assert sorted(map(str, two.race(stream, by_job if number % 2 else stream))) == ["needs a code", "taken"]


def test_the_last_rows_of_a_quota_go_to_one_file_however_it_is_made(
    stock: Session,
    two: Racers,
    settings: Settings,
) -> None:
    keeping = Keeping.of(settings)
    for number in range(ROUNDS // 2):
        viewer = somebody(stock)
        wish = Wish(read_criteria({}, viewer.items), Purpose.AUDIT_INSPECTION)
        total = export.plan(stock, viewer, wish.criteria, Limits(10**6, 10**6, 9)).total
        stock.commit()
        enough_for_one = Limits(rows_a_file=total, rows_a_day=2 * total - 1, files_in_a_while=9)

        def stream(
            session: Session, viewer: Viewer = viewer, wish: Wish = wish, limits: Limits = enough_for_one
        ) -> str:
            try:
                export.order(session, viewer, wish, "", limits, proved=True).close()
            except OverQuota:
                session.rollback()
                return "refused"
            return "taken"

        def by_job(
            session: Session, viewer: Viewer = viewer, wish: Wish = wish, limits: Limits = enough_for_one
        ) -> str:
            try:
                export_files.ask(session, viewer, wish, limits, keeping, proved=True)
            except OverQuota:
                session.rollback()
                return "refused"
            return "taken"

        assert sorted(map(str, two.race(stream, by_job if number % 2 else stream))) == ["refused", "taken"]
    stock.rollback()
    exported = select(func.count()).where(AuditEvent.name == EventName.CERTIFICATIONS_EXPORTED.value)
    assert stock.scalar(exported) == ROUNDS // 2
