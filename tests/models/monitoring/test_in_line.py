"""An export waits for detection: one too many is stopped before its first row, and without detection there is none."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models import clock
from models.accounts import sessions as sign_in_sessions
from models.accounts.account import Account, AccountState
from models.accounts.lifecycle import lock_account
from models.accounts.outcomes import NotAdmitted, SignedIn
from models.accounts.sign_in_session import SignInSession
from models.accounts.visit import Visit
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.detection.rulebook import Mode
from models.detection.states import VERSION
from models.monitoring import in_line
from models.monitoring.feeding import LATE, Feeding
from models.monitoring.tables import AlertState, DetectorHead, DetectorState, MonitoringAlert
from tests.factories.watching import LIMIT, alert_about, exported, only, only_exports, use_rules
from tests.models.people.office import LEAD, MANAGER, MEMBER, OFFICER, OTHER_MEMBER, SECOND, Office


def wish(session: Session, office: Office, rows: int, login_id: str = MEMBER) -> Feeding:
    """Somebody asks for a file."""
    viewer = office.viewer(login_id)
    return in_line.before_export(session, viewer, lock_account(session, viewer.account_id), rows)


@pytest.mark.parametrize(("rows", "passes"), [(LIMIT - 1, True), (LIMIT, False), (LIMIT + 1, False)])
def test_a_file_below_the_threshold_passes_and_one_at_it_stops_its_person(
    session: Session, office: Office, rows: int, passes: bool
) -> None:
    use_rules(session, only_exports())
    token, _sign_in = sign_in_sessions.begin(session, office.account(MEMBER).id, Visit(), "", clock.now())
    session.commit()
    if passes:
        wish(session, office, rows)
    else:
        with pytest.raises(in_line.StoppedByDetection):
            wish(session, office, rows)
    session.commit()  # a refusal is kept with what it did
    account = office.account(MEMBER)
    assert account.state is (AccountState.ACTIVE if passes else AccountState.STOPPED)
    assert (sign_in_sessions.find(session, token, clock.now()) is not None) is passes
    assert len(session.scalars(select(MonitoringAlert)).all()) == (0 if passes else 1)
    assert len(office.events(EventName.EXPORT_STOPPED)) == (0 if passes else 1)
    if not passes:
        assert account.stop_reason == "monitoring"


def test_many_small_files_count_together_and_each_once(session: Session, office: Office) -> None:
    use_rules(session, only_exports())
    for _ in range(3):
        feeding = wish(session, office, 30)
        feeding.fed_ahead(exported(session, office.viewer(MEMBER), 30))
        session.commit()
    with pytest.raises(in_line.StoppedByDetection):
        wish(session, office, 10)  # 90 were counted once, not twice
    session.commit()
    alert = session.scalars(select(MonitoringAlert)).one()
    assert "100" in alert.reason


def test_an_alert_that_does_not_stop_lets_the_file_pass(session: Session, office: Office) -> None:
    use_rules(session, only_exports(mode=Mode.ALERT))
    wish(session, office, LIMIT)
    session.commit()
    alert = session.scalars(select(MonitoringAlert)).one()
    assert (alert.state, alert.due_to_stop, office.account(MEMBER).state) == (
        AlertState.NEW,
        False,
        AccountState.ACTIVE,
    )


def _no_head(session: Session) -> None:
    session.execute(delete(DetectorHead))


def _broken_rules(session: Session) -> None:
    use_rules(session, {"export-volume": {"mode": "loud"}})


def _broken_state(session: Session) -> None:
    session.add(DetectorState(subject=f"person:{MEMBER}", state=f'{{"v": {VERSION}}}', put_at=clock.now()))


@pytest.mark.parametrize("breaking", [_no_head, _broken_rules, _broken_state])
def test_without_detection_nobody_takes_a_file_and_everybody_signs_in(
    session: Session, office: Office, breaking: Callable[[Session], None]
) -> None:
    breaking(session)
    session.commit()
    with pytest.raises(in_line.DetectionDown) as refused:
        wish(session, office, 1)
    assert "書き出しを受け付けていません" in refused.value.reason
    session.commit()
    assert office.account(MEMBER).state is AccountState.ACTIVE
    _token, begun = sign_in_sessions.begin(session, office.account(MEMBER).id, Visit(), "", clock.now())
    assert in_line.watch_sign_in(session, begun, lambda: SignedIn("a", "b")) == SignedIn("a", "b")


def test_detection_that_is_a_minute_behind_lets_nothing_out(
    session: Session, office: Office, monkeypatch: pytest.MonkeyPatch, hands: time_machine.Traveller
) -> None:
    use_rules(session, only_exports(10**6))
    monkeypatch.setattr(in_line, "MOST_IN_LINE", 1)
    for number in range(6):
        exported(session, office.viewer(OFFICER), 1, f"20260511-AAAAAAA{number}")
    session.commit()
    hands.shift(LATE)
    wish(session, office, 1)
    session.rollback()
    hands.shift(timedelta(seconds=1))
    with pytest.raises(in_line.DetectionDown):
        wish(session, office, 1)
    session.commit()  # what was looked at stays looked at: even without a worker it comes nearer each time
    assert session.scalars(select(DetectorHead.number)).one() >= 1


def test_a_sign_in_that_gives_somebody_away_opens_nothing(session: Session, office: Office) -> None:
    use_rules(session, only("abroad", Mode.STOP))
    account = office.account(MEMBER)
    _token, begun = sign_in_sessions.begin(session, account.id, Visit(), "", clock.now())
    session.add(alert_about(account))
    session.commit()

    def complete() -> SignedIn:
        record(session, Event(EventName.SIGNED_IN, Visit().actor(account, begun.id), details={"device": "x"}))
        return SignedIn("a", "b")

    outcome = in_line.watch_sign_in(session, begun, complete)
    session.commit()
    assert isinstance(outcome, NotAdmitted)
    assert session.get_one(SignInSession, begun.id, populate_existing=True).ended_at is not None
    assert office.account(MEMBER).state is AccountState.STOPPED


def test_the_last_officer_in_office_is_not_stopped_by_a_rule(session: Session, office: Office) -> None:
    use_rules(session, only_exports())
    session.execute(update(Account).where(Account.login_id == SECOND).values(state_code=AccountState.STOPPED.value))
    session.commit()
    with pytest.raises(in_line.StoppedByDetection):
        wish(session, office, LIMIT, OFFICER)
    session.commit()
    assert office.account(OFFICER).state is AccountState.ACTIVE
    assert session.scalars(select(MonitoringAlert)).one().state is AlertState.NEW
    assert office.account(MANAGER).state is AccountState.ACTIVE


def test_asking_again_is_no_way_past_a_stop_that_could_not_stop_anybody(session: Session, office: Office) -> None:
    use_rules(session, only_exports())
    session.execute(update(Account).where(Account.login_id == SECOND).values(state_code=AccountState.STOPPED.value))
    session.commit()
    for _ in range(2):  # the second time detection has nothing new to say
        with pytest.raises(in_line.StoppedByDetection):
            wish(session, office, LIMIT, OFFICER)
        session.commit()
    alert = session.scalars(select(MonitoringAlert)).one()
    alert.state_code = AlertState.SETTLED.value
    session.commit()
    wish(session, office, LIMIT, OFFICER)


def test_a_stop_about_a_whole_organisation_keeps_all_its_people_from_files_until_it_is_settled(
    session: Session, office: Office
) -> None:
    use_rules(session, only_exports())
    session.add(alert_about(office.account(MEMBER), login_id="", account_id=None, due_to_stop=False))
    session.commit()
    for login_id in (MEMBER, LEAD):
        with pytest.raises(in_line.StoppedByDetection):
            wish(session, office, 1, login_id)
        session.commit()
    wish(session, office, 1, OTHER_MEMBER)
