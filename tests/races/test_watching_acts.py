"""Two people at the papers of watching at the same moment: each act once, nothing lost between two (M8, M11, B3)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.orm import Session, sessionmaker

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import AccountState
from models.accounts.standing import StopReason
from models.administration.two_person_acts import ACTS
from models.approvals import deciding, proposing
from models.approvals.approval import ApprovalKind
from models.assurance.sign_off import SignOff
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.cases import closing
from models.cases.case import CaseAlert, WatchCase
from models.cases.kinds import CaseOutcome
from models.cases.opening import open_due
from models.errors import Conflict
from models.inquiries import handling, sending
from models.inquiries.inquiry import EntryKind, Inquiry, InquiryEntry, InquiryKind, InquiryState, write
from models.monitoring.tables import AlertState, MonitoringAlert
from models.people.stopping import stop_at_once
from models.register.certification import Certification
from models.reporting import filing
from models.reporting.document import Document
from tests.amount import ROUNDS
from tests.databases.templates import Databases
from tests.factories.incidents import (
    LEAD,
    MANAGER,
    MEMBER,
    OFFICER,
    OUTGOING,
    SECOND_OFFICER,
    account,
    staffed,
    viewer,
)
from tests.factories.watch_cases import open_case, raise_alert
from tests.models.accounts.conftest import hands  # noqa: F401
from tests.models.accounts.people import CONSOLE, add_person
from tests.races.racing import Racers

SOME = max(ROUNDS // 3, 1)
Act = Callable[[Session], object]


@pytest.fixture
def engine(databases: Databases) -> Iterator[Engine]:
    url = databases.copy(staffed)
    made = create_engine(url, pool_size=8)
    yield made
    made.dispose()
    databases.drop(url)


@pytest.fixture(autouse=True)
def _clock(hands: time_machine.Traveller) -> None:  # noqa: F811
    """The moment at which the people of the factory are at work: half a year later none of them would be."""


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine, expire_on_commit=False) as opened:
        yield opened


@pytest.fixture
def two(engine: Engine) -> Iterator[Racers]:
    racers = Racers(engine, 2)
    yield racers
    racers.close()


def once(act: Act, session: Session) -> str:
    """``done``, or ``refused`` when another was first."""
    try:
        act(session)
    except Conflict:
        session.rollback()
        return "refused"
    return "done"


def counted(session: Session, name: EventName) -> int:
    session.rollback()
    return session.scalar(select(func.count()).where(AuditEvent.name == name)) or 0


def test_of_two_managers_one_signs_a_report(session: Session, two: Racers) -> None:
    add_person(session, "manager-two", account(session, MANAGER).organisation, account(session, MANAGER).role)
    signers = [viewer(session, one) for one in (MANAGER, "manager-two")]
    session.commit()
    for _ in range(SOME):
        report = filing.draft(session, signers[0].actor, Document("2026-04", "2026-05-01T00:00:00+09:00", ()), "なし")
        session.commit()

        def sign(who: Viewer, session: Session, number: int = report.id, shown: str = report.sha256) -> None:
            filing.sign_report(session, who, number, shown, "")

        answers = two.race(*(partial(once, partial(sign, who)) for who in signers))
        assert sorted(map(str, answers)) == ["done", "refused"]
    assert counted(session, EventName.REPORT_SIGNED) == SOME
    assert session.scalar(select(func.count()).select_from(SignOff)) == SOME


def test_of_two_who_release_a_stopped_person_one_does(session: Session, two: Racers) -> None:
    manager, deciders = viewer(session, MANAGER), [viewer(session, one) for one in (OFFICER, SECOND_OFFICER)]
    for _ in range(SOME):
        stopped = account(session, MEMBER)
        stop_at_once(session, OUTGOING, CONSOLE, stopped, StopReason.MONITORING, "検知")
        about = f"account:{stopped.id}"
        made = proposing.propose(session, ACTS, manager, ApprovalKind.RELEASE_ACCOUNT, about, "説明を受けた")
        shown, number = ACTS[ApprovalKind.RELEASE_ACCOUNT].difference(session, made).sha256, made.id
        session.commit()

        def release(who: Viewer, session: Session, number: int = number, shown: str = shown) -> None:
            deciding.approve(session, ACTS, OUTGOING, who, number, shown)

        answers = two.race(*(partial(once, partial(release, who)) for who in deciders))
        assert sorted(map(str, answers)) == ["done", "refused"]
        session.expire_all()
        assert account(session, MEMBER).state is not AccountState.STOPPED
    assert counted(session, EventName.ACCOUNT_RELEASED) == SOME


def test_an_alert_that_comes_while_its_case_is_closed_is_in_one_that_somebody_follows(
    engine: Engine, session: Session, two: Racers
) -> None:
    officer, sessions = viewer(session, OFFICER), sessionmaker(engine, expire_on_commit=False)
    for _ in range(SOME):
        open_case(session, account(session, MEMBER))
        session.commit()
        number = session.scalar(select(func.max(WatchCase.id))) or 0
        raise_alert(session, account(session, MEMBER))
        session.commit()

        def close(session: Session, number: int = number) -> None:
            closing.close(session, ACTS, officer, number, CaseOutcome.HARMLESS, "確かめた")

        two.race(partial(once, close), lambda _session: open_due(sessions, OUTGOING))
        session.rollback()
        left = (
            select(func.count())
            .select_from(MonitoringAlert)
            .join(CaseAlert, CaseAlert.alert_id == MonitoringAlert.id)
            .join(WatchCase, WatchCase.id == CaseAlert.case_id)
            .where(WatchCase.closed_at.is_not(None), MonitoringAlert.state_code != AlertState.SETTLED.value)
        )
        assert session.scalar(left) == 0, "a closed case holds an alert that nobody has settled"
        new = select(func.count()).where(MonitoringAlert.state_code == AlertState.NEW.value)
        assert session.scalar(new) == 0
        for one in session.scalars(select(WatchCase).where(WatchCase.closed_at.is_(None))).all():
            closing.close(session, ACTS, officer, one.id, CaseOutcome.HARMLESS, "確かめた")
        session.commit()


def inquired(session: Session) -> Inquiry:
    """A question that waits, with its first line."""
    sender = account(session, LEAD)
    facility = session.execute(select(Certification.id, Certification.facility_id).limit(1)).one()
    inquiry = Inquiry(
        kind_code=InquiryKind.QUESTION.value,
        organisation_id=sender.organisation_id,
        account_id=sender.id,
        certification_id=facility.id,
        facility_id=facility.facility_id,
        sent_at=clock.now(),
        due_on=clock.today() + timedelta(days=14),
        state_code=InquiryState.OPEN.value,
    )
    session.add(inquiry)
    session.flush()
    write(session, inquiry, EntryKind.SENT, sender, "なぜ見たのですか。", clock.now())
    session.commit()
    return inquiry


def test_of_two_who_answer_an_inquiry_one_does(session: Session, two: Racers) -> None:
    officers = [viewer(session, one) for one in (OFFICER, SECOND_OFFICER)]
    for _ in range(SOME):
        inquiry = inquired(session)
        seen, number = handling.last_said(session, inquiry), inquiry.id
        session.rollback()

        def answer(who: Viewer, session: Session, number: int = number, seen: int = seen) -> None:
            handling.answer(session, OUTGOING, who, number, "調べました。", seen)

        answers = two.race(*(partial(once, partial(answer, who)) for who in officers))
        assert sorted(map(str, answers)) == ["done", "refused"]
    answered = select(func.count()).where(InquiryEntry.kind_code == EntryKind.ANSWER.value)
    assert session.scalar(answered) == counted(session, EventName.INQUIRY_ANSWERED) == SOME


def test_an_answer_never_passes_a_word_that_its_officer_has_not_seen(
    session: Session, two: Racers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "MOST_A_DAY", 10**6)  # it writes more in a moment than anybody may in a day
    officer, lead = viewer(session, OFFICER), viewer(session, LEAD)
    asking = replace(lead, permissions=lead.permissions | {Permission.LOOK_BACK})
    for _ in range(SOME):
        inquiry = inquired(session)
        seen, number = handling.last_said(session, inquiry), inquiry.id
        session.rollback()

        def answer(session: Session, number: int = number, seen: int = seen) -> None:
            handling.answer(session, OUTGOING, officer, number, "調べました。", seen)

        def add_word(session: Session, number: int = number) -> None:
            handling.add_word(session, OUTGOING, asking, number, "もう一つあります。")

        answers = two.race(partial(once, answer), add_word)
        session.expire_all()
        kinds = [one.kind for one in handling.timeline(session, session.get_one(Inquiry, number))]
        assert session.get_one(Inquiry, number).state is InquiryState.OPEN, "the last word is the operator's"
        assert kinds[-1] is EntryKind.WORD
        assert (EntryKind.ANSWER in kinds) is (answers[0] == "done")
