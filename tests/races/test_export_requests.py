"""One file over the quota: decided once, used once, asked for once, whoever is quicker (B4)."""

from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from models import clock
from models.access.permissions import permissions_of
from models.access.viewer import Viewer
from models.accounts.account import Role
from models.accounts.sign_in_session import Rung
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.certifications.criteria import read_criteria
from models.certifications.excess import asking, deciding, using
from models.certifications.excess.request import ExportRequest, RequestState
from models.certifications.export_files import Keeping
from models.certifications.export_order import Wish
from models.certifications.quota import Limits
from models.errors import Conflict
from models.legal.purposes import Purpose
from models.mail.outgoing import Outgoing
from models.organisations.kinds import OrganisationKind
from models.settings import Settings
from tests.access.people import new_account, signed_in
from tests.amount import ROUNDS
from tests.factories.viewers import viewer_of
from tests.models.accounts.people import BOX, PUBLIC
from tests.races.racing import Racers

OUTGOING = Outgoing(BOX, PUBLIC)
NOTHING = Limits(0, 0, 0)
AHEAD: ContextVar[timedelta] = ContextVar("ahead", default=timedelta())
"""By how much the clock of a thread is ahead."""
Act = Callable[[Session], object]


@pytest.fixture
def two(stock: Session) -> Iterator[Racers]:
    racers = Racers(stock.get_bind().engine, 2)
    yield racers
    racers.close()


def officer(session: Session) -> Viewer:
    """Somebody who may ask, and decide what others ask."""
    kind, role = OrganisationKind.OWNER, Role.OWNER_OFFICER
    person = signed_in(session, new_account(session, kind=kind, role=role), Rung.CONSENT)
    viewer = viewer_of(session, kind)
    place = person.account.organisation_id
    actor = replace(viewer.actor, account_id=person.account.id, session=person.sign_in.id, organisation_id=place)
    session.commit()
    return replace(viewer, actor=actor, role=role, permissions=permissions_of(kind, role))


def asked(session: Session, viewer: Viewer) -> int:
    wish = Wish(read_criteria({}, viewer.items), Purpose.AUDIT_INSPECTION)
    number = asking.ask(session, OUTGOING, viewer, wish, "試験", NOTHING).id
    session.commit()
    return number


def approved(session: Session, asker: Viewer, decider: Viewer) -> int:
    number = asked(session, asker)
    deciding.approve(session, OUTGOING, decider, number)
    session.commit()
    return number


def ends_in_half_an_hour(session: Session, number: int) -> None:
    session.get_one(ExportRequest, number).expires_at = clock.now() + timedelta(minutes=30)
    session.commit()


@pytest.fixture
def expiry(stock: Session, monkeypatch: pytest.MonkeyPatch) -> Act:
    """The worker's tidying, by a clock an hour ahead of everybody else's."""
    real, sessions = clock.now, sessionmaker(stock.get_bind(), expire_on_commit=False)
    monkeypatch.setattr(clock, "now", lambda: real() + AHEAD.get())

    def expire(_session: Session) -> str:
        before = AHEAD.set(timedelta(hours=1))  # an approval given meanwhile lasts for longer
        try:
            return "done" if deciding.tidy(sessions) else "refused"
        finally:
            AHEAD.reset(before)

    return expire


def one_of(act: Act, name: str) -> Callable[[Session], str]:
    """The act's name when it was done, ``refused`` when another was first."""

    def run(session: Session) -> str:
        try:
            act(session)
        except Conflict:
            session.rollback()
            return "refused"
        return name

    return run


def counted(session: Session, *names: EventName) -> list[int]:
    session.rollback()
    return [session.scalar(select(func.count()).where(AuditEvent.name == name.value)) or 0 for name in names]


def state_of(session: Session, number: int) -> RequestState:
    session.rollback()
    return RequestState(session.get_one(ExportRequest, number, populate_existing=True).state_code)


def test_a_request_is_decided_by_one_of_two(stock: Session, two: Racers) -> None:
    first, second = officer(stock), officer(stock)
    for turn in range(ROUNDS):
        asker = officer(stock)
        number = asked(stock, asker)

        def approve(session: Session, viewer: Viewer = first, number: int = number) -> object:
            return deciding.approve(session, OUTGOING, viewer, number)

        def other(session: Session, number: int = number, turn: int = turn) -> object:
            if turn % 2:
                return deciding.decline(session, OUTGOING, second, number, "不要")
            return deciding.approve(session, OUTGOING, second, number)

        outcome = two.race(one_of(approve, "done"), one_of(other, "done"))
        assert sorted(map(str, outcome)) == ["done", "refused"]
    names = (EventName.EXPORT_REQUEST_APPROVED, EventName.EXPORT_REQUEST_DECLINED)
    assert sum(counted(stock, *names)) == ROUNDS


def test_an_approval_is_used_once_by_two_at_the_same_moment(stock: Session, two: Racers, settings: Settings) -> None:
    keeping, decider = Keeping.of(settings), officer(stock)
    for _ in range(ROUNDS):
        asker = officer(stock)
        number = asked(stock, asker)
        deciding.approve(stock, OUTGOING, decider, number)
        stock.commit()

        def use(session: Session, asker: Viewer = asker, number: int = number) -> object:
            return using.use(session, asker, number, keeping, proved=True)

        assert sorted(map(str, two.race(one_of(use, "done"), one_of(use, "done")))) == ["done", "refused"]
    exported = counted(stock, EventName.CERTIFICATIONS_EXPORTED, EventName.EXPORT_REQUEST_USED)
    assert exported == [ROUNDS, ROUNDS]
    files = stock.scalars(select(ExportRequest.file_number)).all()
    assert len(set(files)) == ROUNDS
    assert None not in files


def test_of_two_requests_sent_at_once_one_waits(stock: Session, two: Racers) -> None:
    for _ in range(ROUNDS):
        asker = officer(stock)
        wish = Wish(read_criteria({}, asker.items), Purpose.AUDIT_INSPECTION)

        def ask(session: Session, asker: Viewer = asker, wish: Wish = wish) -> object:
            return asking.ask(session, OUTGOING, asker, wish, "試験", NOTHING)

        assert sorted(map(str, two.race(one_of(ask, "done"), one_of(ask, "done")))) == ["done", "refused"]
    assert counted(stock, EventName.EXPORT_REQUESTED) == [ROUNDS]


def test_a_request_at_its_last_moment_is_approved_or_expires(stock: Session, two: Racers, expiry: Act) -> None:
    decider, ends = officer(stock), {"done": RequestState.APPROVED, "refused": RequestState.EXPIRED}
    for _ in range(ROUNDS):
        number = asked(stock, officer(stock))
        ends_in_half_an_hour(stock, number)

        def approve(session: Session, number: int = number) -> object:
            return deciding.approve(session, OUTGOING, decider, number)

        outcome = two.race(one_of(approve, "done"), expiry)
        assert sorted(map(str, outcome)) == ["done", "refused"]
        assert state_of(stock, number) is ends[str(outcome[0])]
    assert sum(counted(stock, EventName.EXPORT_REQUEST_APPROVED, EventName.EXPORT_REQUEST_EXPIRED)) == ROUNDS


def test_what_its_person_withdraws_is_never_approved_in_the_end(stock: Session, two: Racers) -> None:
    decider = officer(stock)
    for _ in range(ROUNDS):
        asker = officer(stock)
        number = asked(stock, asker)

        def approve(session: Session, number: int = number) -> object:
            return deciding.approve(session, OUTGOING, decider, number)

        def withdraw(session: Session, asker: Viewer = asker, number: int = number) -> object:
            return asking.withdraw(session, asker, number)

        # An approved request can be withdrawn too: only whoever approves may come too late.
        assert two.race(one_of(approve, "done"), one_of(withdraw, "done"))[1] == "done"
        assert state_of(stock, number) is RequestState.WITHDRAWN
    assert counted(stock, EventName.EXPORT_REQUEST_WITHDRAWN) == [ROUNDS]


@pytest.mark.parametrize("end", ["withdrawn", "expired"])
def test_an_approval_is_used_or_at_its_end(
    stock: Session, two: Racers, settings: Settings, expiry: Act, end: str
) -> None:
    keeping, decider = Keeping.of(settings), officer(stock)
    for _ in range(ROUNDS // 2):
        asker = officer(stock)
        number = approved(stock, asker, decider)
        ends_in_half_an_hour(stock, number)

        def use(session: Session, asker: Viewer = asker, number: int = number) -> object:
            return using.use(session, asker, number, keeping, proved=True)

        def withdraw(session: Session, asker: Viewer = asker, number: int = number) -> object:
            return asking.withdraw(session, asker, number)

        ending = expiry if end == "expired" else one_of(withdraw, "done")
        outcome = two.race(one_of(use, "done"), ending)
        assert sorted(map(str, outcome)) == ["done", "refused"]
        assert state_of(stock, number).value == ("used" if outcome[0] == "done" else end)
        taken = stock.get_one(ExportRequest, number).file_number
        assert (taken is not None) is (outcome[0] == "done")
    exported = counted(stock, EventName.CERTIFICATIONS_EXPORTED, EventName.EXPORT_REQUEST_USED)
    assert len(set(exported)) == 1
