"""The worker's part: everything once, whatever happens in between."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from models import clock
from models.accounts.account import AccountState
from models.accounts.sign_in import check_password
from models.accounts.standing import StopReason
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditHead
from models.db import SessionFactory
from models.detection.rulebook import Mode
from models.errors import Forbidden
from models.inspection.doctor import Verdict, _monitoring
from models.monitoring.feeding import waiting_since
from models.monitoring.stored_states import PASSING_KEPT, forget_passing
from models.monitoring.tables import AlertState, DetectorHead, DetectorState, MonitoringAlert
from models.monitoring.watching import catch_up
from models.people.releasing import release_at_once
from models.people.stopping import stop_person, strike_off
from models.settings import Settings
from tests.factories.watching import LIMIT, exported, only, only_exports, use_rules
from tests.models.accounts.people import BOX, ELSEWHERE
from tests.models.people.office import LEAD, MANAGER, MEMBER, OUTGOING, Office


@pytest.fixture
def sessions(session: Session) -> SessionFactory:
    """Opens sessions on the office's database."""
    return sessionmaker(session.get_bind(), expire_on_commit=False)


def test_what_was_recorded_is_looked_at_once_and_whom_it_gives_away_is_stopped(
    session: Session, office: Office, sessions: SessionFactory
) -> None:
    use_rules(session, only_exports())
    exported(session, office.viewer(MEMBER), LIMIT)
    session.commit()
    assert (catch_up(sessions), catch_up(sessions)) == (1, 0)
    session.commit()
    assert office.account(MEMBER).state is AccountState.STOPPED
    assert len(office.events(EventName.ALERT_RAISED)) == 1
    alert = session.scalars(select(MonitoringAlert)).one()
    assert (alert.due_to_stop, alert.stopped_at is not None) == (False, True)
    head = session.scalars(select(DetectorHead).execution_options(populate_existing=True)).one()
    last = session.scalars(select(AuditHead.number).execution_options(populate_existing=True)).one()
    catch_up(sessions)
    session.rollback()
    head = session.scalars(select(DetectorHead).execution_options(populate_existing=True)).one()
    assert head.number >= last


def test_whoever_was_stopped_for_another_reason_just_before_is_stopped_for_security_from_then_on(
    session: Session, office: Office, sessions: SessionFactory
) -> None:
    use_rules(session, only_exports())
    exported(session, office.viewer(MEMBER), LIMIT)
    stop_person(session, OUTGOING, office.viewer(LEAD), office.account(MEMBER).id, StopReason.TRANSFER, "退職")
    session.commit()
    catch_up(sessions)
    session.rollback()
    member = office.account(MEMBER)
    assert (member.state, member.stop_reason) == (AccountState.STOPPED, StopReason.MONITORING)
    with pytest.raises(Forbidden):
        strike_off(session, OUTGOING, office.viewer(LEAD), member.id, "退職")


@pytest.mark.parametrize(
    ("tried", "alerts"), [([f"invented.{number}" for number in range(6)], 1), (["invented.id"] * 10, 0)]
)
def test_many_invented_ids_from_one_place_are_a_spray_and_one_typed_often_is_none(
    session: Session, office: Office, sessions: SessionFactory, tried: list[str], alerts: int
) -> None:
    use_rules(session, only("spraying", Mode.ALERT))
    for login_id in tried:
        check_password(session, BOX, ELSEWHERE, login_id, "a guess")
        session.commit()
    catch_up(sessions)
    raised = session.scalars(select(MonitoringAlert.rule).where(MonitoringAlert.account_id.is_(None))).all()
    assert raised == ["spraying"] * alerts


def test_a_feeding_that_fails_keeps_nothing_and_is_done_again(
    session: Session, office: Office, sessions: SessionFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_rules(session, only_exports())
    exported(session, office.viewer(MEMBER), LIMIT)
    session.commit()
    with monkeypatch.context() as broken:
        broken.setattr("models.monitoring.feeding.Feeding.record", lambda _self: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            catch_up(sessions)
    assert session.scalar(select(func.count()).select_from(MonitoringAlert)) == 0
    session.commit()
    assert catch_up(sessions) == 1


def test_the_doctor_says_how_far_detection_is_behind(
    session: Session, office: Office, settings: Settings, hands: time_machine.Traveller
) -> None:
    exported(session, office.viewer(MEMBER), 1)
    session.commit()
    hands.shift(timedelta(seconds=60))
    assert _monitoring(session, settings).verdict is not Verdict.BAD
    hands.shift(timedelta(seconds=61))
    found = _monitoring(session, settings)
    assert (found.verdict, "2 分遅れています" in found.sentence) == (Verdict.BAD, True)
    assert waiting_since(session, clock.now()) == timedelta(seconds=121)


def test_browsers_and_addresses_are_forgotten_and_people_are_not(
    session: Session, office: Office, sessions: SessionFactory, hands: time_machine.Traveller
) -> None:
    for subject in ("address:192.0.2.0", "device:abc", f"person:{MEMBER}"):
        session.add(DetectorState(subject=subject, state='{"v": 1}', put_at=clock.now()))
    session.commit()
    hands.shift(PASSING_KEPT)
    assert forget_passing(sessions, clock.now()) == 0
    hands.shift(timedelta(seconds=1))
    assert forget_passing(sessions, clock.now()) == 2
    assert session.scalars(select(DetectorState.subject)).all() == [f"person:{MEMBER}"]


def test_a_clock_that_was_set_back_does_not_make_months_of_work_one_moment(
    session: Session, office: Office, sessions: SessionFactory, hands: time_machine.Traveller
) -> None:
    use_rules(session, only_exports())

    def a_day_of_work(rows: int) -> None:
        exported(session, office.viewer(MEMBER), rows)
        session.commit()
        catch_up(sessions)

    hands.shift(timedelta(days=211))  # seven months ahead for a minute, and back
    a_day_of_work(1)
    hands.shift(timedelta(days=-211))
    for _ in range(3):
        a_day_of_work(LIMIT - 1)
        hands.shift(timedelta(days=1))
    assert session.scalar(select(func.count()).select_from(MonitoringAlert)) == 0
    assert office.account(MEMBER).state is AccountState.ACTIVE
    a_day_of_work(LIMIT)
    session.rollback()
    alert = session.scalars(select(MonitoringAlert)).one()
    assert alert.at == clock.now(), "an alert bears the moment of the act, whatever detection's own time is"
    ahead = moment_of(session) - alert.at
    assert ahead > timedelta()
    assert ahead % timedelta(weeks=1) == timedelta(), "nights and weekends stay what they are"


def test_a_clock_that_goes_back_a_little_counts_at_the_last_moment(
    session: Session, office: Office, sessions: SessionFactory, hands: time_machine.Traveller
) -> None:
    use_rules(session, only_exports())
    exported(session, office.viewer(MEMBER), 1)
    session.commit()
    catch_up(sessions)
    last = moment_of(session)
    hands.shift(timedelta(minutes=-5))
    exported(session, office.viewer(MEMBER), 1)
    session.commit()
    catch_up(sessions)
    assert moment_of(session) == last


def test_what_somebody_does_after_a_release_is_another_matter(
    session: Session, office: Office, sessions: SessionFactory
) -> None:
    paging = only("list-paging", measures={"search_rows": {"floor": 50, "limit": 50}})["list-paging"]
    use_rules(session, only_exports() | {"list-paging": paging})
    exported(session, office.viewer(MEMBER), LIMIT)
    session.commit()
    catch_up(sessions)
    session.rollback()
    account, manager = office.account(MEMBER), office.viewer(MANAGER)
    release_at_once(session, OUTGOING, manager.actor, account, "業務と説明された。")
    details = {"asked": {}, "total": 60, "items": []}
    actor = office.viewer(MEMBER).actor
    listed = Event(EventName.CERTIFICATIONS_LISTED, actor, certifications=range(1, 61), details=details)
    record(session, listed)
    session.commit()
    catch_up(sessions)
    session.rollback()
    raised = session.execute(select(MonitoringAlert.rule, MonitoringAlert.severity_code).order_by(MonitoringAlert.id))
    assert [tuple(one) for one in raised] == [("export-volume", "stop"), ("list-paging", "stop")]
    assert office.account(MEMBER).state is AccountState.STOPPED


@pytest.mark.parametrize(("was", "expected"), [(StopReason.MONITORING, 2), (StopReason.TRANSFER, 1)])
def test_the_same_rule_speaks_again_after_its_stop_was_lifted_and_not_after_a_release_by_mail(
    session: Session, office: Office, sessions: SessionFactory, was: StopReason, expected: int
) -> None:
    use_rules(session, only_exports())
    manager = office.viewer(MANAGER)

    def take(rows: int) -> int:
        exported(session, office.viewer(MEMBER), rows)
        session.commit()
        catch_up(sessions)
        session.rollback()
        return session.scalar(select(func.count()).select_from(MonitoringAlert)) or 0

    assert take(LIMIT) == 1
    office.account(MEMBER).stop_reason = was.value
    release_at_once(session, OUTGOING, manager.actor, office.account(MEMBER), "業務と説明された。")
    session.commit()
    assert take(LIMIT) == 1, "what was judged is not raised again"
    assert take(1) == expected


@pytest.mark.parametrize("mode", [Mode.WATCH, Mode.ALERT, Mode.STOP])
@pytest.mark.parametrize("rule", ["new-device", "new-range", "beside"])
def test_another_place_alone_is_noted_told_or_stopped_as_the_rule_says(
    session: Session,
    office: Office,
    sessions: SessionFactory,
    hands: time_machine.Traveller,
    rule: str,
    mode: Mode,
) -> None:
    use_rules(session, only(rule, mode))
    actor = office.viewer(MEMBER).actor
    own = replace(actor, address="153.150.1.9", device="own")
    other = replace(
        own,
        address="153.150.1.9" if rule == "new-device" else "126.4.5.6",
        device="own" if rule == "new-range" else "other",
    )
    for days in range(16):
        come(session, sessions, own)
        hands.shift(timedelta(days=1, hours=-1 if days == 15 else 0))
    for who in (own, other, own, other):
        come(session, sessions, who)
        hands.shift(timedelta(hours=1))
    session.rollback()
    alert = session.scalars(select(MonitoringAlert)).one()
    assert (alert.rule, alert.severity, alert.login_id) == (rule, mode.severity, MEMBER)
    stopped = office.account(MEMBER).state is AccountState.STOPPED
    assert (stopped, alert.stopped_at is not None) == (mode is Mode.STOP, mode is Mode.STOP)
    assert (alert.state is AlertState.NOTED) == (mode is Mode.WATCH)


def come(session: Session, sessions: SessionFactory, who: Actor) -> None:
    """A sign-in in the trail, looked at."""
    record(session, Event(EventName.SIGNED_IN, who, details={"device": "Edge"}))
    session.commit()
    catch_up(sessions)


def moment_of(session: Session) -> datetime:
    """Detection's own time."""
    session.rollback()
    at = session.scalars(select(DetectorHead.at)).one()
    assert at is not None
    return at
