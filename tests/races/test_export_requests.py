"""One file over the quota: decided once, used once, asked for once, whoever is quicker (B4)."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.access.permissions import permissions_of
from models.access.viewer import Viewer
from models.accounts.account import Role
from models.accounts.sign_in_session import Rung
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.certifications.criteria import read_criteria
from models.certifications.excess import asking, deciding, using
from models.certifications.excess.request import ExportRequest
from models.certifications.export import Wish
from models.certifications.export_files import Keeping
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


def one_of(act: Callable[[Session], object], name: str) -> Callable[[Session], str]:
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
            return using.use(session, asker, number, keeping)

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
