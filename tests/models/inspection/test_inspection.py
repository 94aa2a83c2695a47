"""Readiness and the doctor: what a deployment lacks, each in a sentence that says what to do (M19)."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session, sessionmaker

from models import clock
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.catalogue.first_edition import load_first_edition
from models.inspection import doctor
from models.inspection.doctor import Finding, Verdict, examine
from models.inspection.readiness import expected_revision, is_ready, present_revision
from models.jobs import queue
from models.jobs.job import JobKind
from models.jobs.worker import Worker
from models.settings import Settings

CONSOLE = Actor.at_console("tests")


def finding(session: Session, settings: Settings, subject: str) -> Finding:
    return next(one for one in examine(session, settings) if one.subject == subject)


def test_a_migrated_database_is_ready(session: Session) -> None:
    assert present_revision(session) == expected_revision() is not None
    assert is_ready(session)


def test_a_database_of_another_version_is_not_ready_and_the_doctor_says_so(
    session: Session, settings: Settings
) -> None:
    session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    session.commit()
    assert not is_ready(session)
    assert finding(session, settings, "データベース").verdict is Verdict.BAD


def test_an_empty_database_is_no_database(session: Session, settings: Settings) -> None:
    session.execute(text("DROP TABLE alembic_version"))
    session.commit()
    with pytest.raises(DatabaseError):
        is_ready(session)
    session.rollback()
    assert finding(session, settings, "データベース").verdict is Verdict.BAD


def test_every_finding_is_a_sentence_about_one_subject(session: Session, settings: Settings) -> None:
    found = examine(session, settings)
    assert len({one.subject for one in found}) == len(found)
    assert all(one.sentence.endswith(("。", "）。")) for one in found)


def test_one_check_that_fails_does_not_keep_the_others_from_running(session: Session, settings: Settings) -> None:
    found = {one.subject: one.verdict for one in examine(session, replace(settings, encryption_keys=("x",)))}
    assert found["鍵"] is Verdict.BAD
    assert found["時計"] is Verdict.GOOD


def test_without_an_edition_the_doctor_says_that_nobody_sees_anything(session: Session, settings: Settings) -> None:
    assert "誰にも見えません" in finding(session, settings, "閲覧項目").sentence
    load_first_edition(session, CONSOLE)
    found = finding(session, settings, "閲覧項目")
    assert (found.verdict, "第1版" in found.sentence, "提案" in found.sentence) == (Verdict.CAUTION, True, True)


def test_a_clock_behind_the_trail_is_noticed(session: Session, settings: Settings) -> None:
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        record(session, Event(EventName.SIGNED_OUT, CONSOLE))
    assert finding(session, settings, "時計").verdict is Verdict.BAD


def test_settings_that_are_not_safe_are_the_first_finding(session: Session, settings: Settings) -> None:
    assert finding(session, replace(settings, secret_key=""), "設定").verdict is Verdict.BAD
    assert finding(session, replace(settings, demonstration=True), "設定").verdict is Verdict.CAUTION
    assert finding(session, settings, "設定").verdict is Verdict.GOOD


def test_jobs_that_wait_and_workers_that_are_gone_are_noticed(session: Session, settings: Settings) -> None:
    assert finding(session, settings, "処理").verdict is Verdict.CAUTION
    worker = Worker(sessionmaker(session.get_bind()), {}, "one")
    with time_machine.travel(clock.now(), tick=False) as hands:
        worker.look_after()
        session.rollback()
        assert finding(session, settings, "処理").verdict is Verdict.GOOD
        hands.shift(timedelta(minutes=2, seconds=1))
        assert "動いていません" in finding(session, settings, "処理").sentence
        session.rollback()
        worker.look_after()
        queue.enqueue(session, JobKind.EXPORT, "a", None, clock.now() - timedelta(minutes=6))
        session.commit()
        found = finding(session, settings, "処理")
        assert (found.verdict, "6 分待っている" in found.sentence) == (Verdict.BAD, True)


def test_a_full_disk_is_told_before_it_is_full(
    session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "LITTLE_DISK", 1 << 62)
    assert finding(session, settings, "ディスク").verdict is Verdict.BAD
    monkeypatch.setattr(doctor, "LITTLE_DISK", 0)
    assert finding(session, settings, "ディスク").verdict is Verdict.GOOD
