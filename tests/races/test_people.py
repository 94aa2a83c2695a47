"""Two at once, in the life of accounts and organisations: exactly one wins, nobody slips through (200 rounds each)."""

from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.accounts.links import OneTimeLink
from models.accounts.outcomes import SignedIn
from models.accounts.sign_in import complete
from models.accounts.sign_in_session import Rung, SignInSession
from models.accounts.standing import StopReason, what_bars
from models.accounts.visit import Visit
from models.administration.two_person_acts import ACTS
from models.approvals import acts as approvals
from models.approvals.approval import Approval, ApprovalKind, ApprovalState
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.errors import DomainError
from models.organisations.kind_standing import KindStanding
from models.organisations.kinds import OrganisationKind, Standing
from models.organisations.organisation import Organisation
from models.people import debarment, deciding, kind_stop, roll_call_acts
from models.people.request import AccountRequest, RequestState
from models.people.roll_call import RollCall, RollCallEntry
from models.people.stopping import stop_people, stop_person
from tests.models.people.office import (
    COLLEAGUE,
    LEAD,
    MANAGER,
    MEMBER,
    OFFICER,
    OUTGOING,
    SECOND,
    Office,
    staff,
)
from tests.races.racing import Racers

ROUNDS = 200


@pytest.fixture
def office(session: Session) -> Office:
    return staff(session)


@pytest.fixture
def two(session: Session) -> Iterator[Racers]:
    racers = Racers(session.get_bind().engine, 2)
    yield racers
    racers.close()


def tried(act: object, session: Session) -> str:
    """Do it; the reason when a rule forbids it."""
    try:
        act(session)  # type: ignore[operator]
    except DomainError as error:
        session.rollback()
        return error.reason
    return ""


def test_two_responsible_persons_never_leave_at_once(office: Office, two: Racers) -> None:
    pair = (office.account(LEAD).id, office.account(MEMBER).id)
    office.account(MEMBER).role_code = Role.RESPONSIBLE_PERSON.value
    office.session.commit()
    manager = office.viewer(MANAGER)
    office.session.commit()

    def leave(account_id: int, session: Session) -> None:
        stop_person(session, OUTGOING, manager, account_id, StopReason.TRANSFER, "試験")

    for _ in range(ROUNDS):
        answers = two.race(*(partial(tried, partial(leave, number)) for number in pair))
        assert sorted(map(bool, answers)) == [False, True], answers
        back = update(Account).where(Account.id.in_(pair)).values(state_code=AccountState.ACTIVE.value, stop_reason="")
        office.session.execute(back)
        office.session.commit()


def test_two_responsible_persons_never_end_each_other(office: Office, two: Racers) -> None:
    pair = (office.account(LEAD).id, office.account(MEMBER).id)
    office.account(MEMBER).role_code = Role.RESPONSIBLE_PERSON.value
    office.session.commit()
    people = {pair[0]: office.viewer(MEMBER), pair[1]: office.viewer(LEAD)}
    office.session.commit()

    def end(account_id: int, session: Session) -> None:
        stop_person(session, OUTGOING, people[account_id], account_id, StopReason.INCIDENT, "試験")

    for _ in range(ROUNDS):
        answers = two.race(*(partial(tried, partial(end, number)) for number in pair))
        assert sorted(map(bool, answers)) == [False, True], answers
        back = update(Account).where(Account.id.in_(pair)).values(state_code=AccountState.ACTIVE.value, stop_reason="")
        office.session.execute(back)
        office.session.commit()


def test_of_two_who_approve_one_carries_it_out(office: Office, two: Racers) -> None:
    member = office.account(MEMBER)
    proposer = office.viewer(LEAD)
    approvers = [office.viewer(MANAGER), office.viewer(COLLEAGUE)]
    for number in range(1, ROUNDS + 1):
        about = f"account:{member.id}"
        approvals.propose(office.session, ACTS, proposer, ApprovalKind.RESET_SECOND_FACTOR, about, "紛失")
        shown = ACTS[ApprovalKind.RESET_SECOND_FACTOR].difference(
            office.session, office.session.get_one(Approval, number)
        )
        office.session.commit()

        def approve(viewer: object, session: Session, number: int = number, digest: str = shown.sha256) -> None:
            approvals.approve(session, ACTS, OUTGOING, viewer, number, digest)  # type: ignore[arg-type]

        answers = two.race(*(partial(tried, partial(approve, viewer)) for viewer in approvers))
        assert sorted(map(bool, answers)) == [False, True], answers
    counted = select(func.count()).where(AuditEvent.name == EventName.SECOND_FACTOR_RESET)
    assert office.session.scalar(counted) == ROUNDS


def test_of_two_who_issue_one_does(office: Office, two: Racers) -> None:
    requests = [_request(office, number) for number in range(ROUNDS)]
    managers = [office.viewer(MANAGER), office.viewer(COLLEAGUE)]
    office.session.commit()
    before = office.session.scalar(select(func.count()).select_from(Account)) or 0
    office.session.commit()

    def issue(viewer: object, number: int, session: Session) -> None:
        deciding.issue(session, OUTGOING, viewer, number)  # type: ignore[arg-type]

    for number in requests:
        answers = two.race(*(partial(tried, partial(issue, viewer, number)) for viewer in managers))
        assert sorted(map(bool, answers)) == [False, True], answers
    assert office.session.scalar(select(func.count()).select_from(Account)) == before + ROUNDS


def test_a_ban_lets_no_account_slip_through_that_is_issued_at_that_moment(office: Office, two: Racers) -> None:
    requests = [_request(office, number) for number in range(ROUNDS)]
    manager, officer = office.viewer(MANAGER), office.viewer(OFFICER)
    organisation_id = office.account(LEAD).organisation_id
    office.session.commit()

    def issue(number: int, session: Session) -> None:
        deciding.issue(session, OUTGOING, manager, number)

    def bar(session: Session) -> None:
        debarment.bar(session, OUTGOING, officer, organisation_id, "試験")

    issued = 0
    for number in requests:
        answers = two.race(partial(tried, partial(issue, number)), partial(tried, bar))
        assert answers[1] == "", answers
        issued += answers[0] == ""
        office.session.rollback()
        mine = select(Account.id).where(Account.organisation_id == organisation_id)
        usable = select(func.count()).where(OneTimeLink.account_id.in_(mine), OneTimeLink.ended_at.is_(None))
        assert office.session.scalar(usable) == 0
        assert {
            what_bars(one, clock.now())
            for one in office.session.scalars(select(Account).where(Account.organisation_id == organisation_id))
        } == {"organisation_barred"}
        office.session.execute(
            update(Organisation).where(Organisation.id == organisation_id).values(standing_code=Standing.ACTIVE.value)
        )
        office.session.execute(
            update(AccountRequest)
            .where(AccountRequest.state_code == RequestState.WITHDRAWN.value)
            .values(state_code=RequestState.SENT.value)
        )
        office.session.commit()


def test_an_emergency_stop_lets_nobody_slip_through_who_signs_in_at_that_moment(office: Office, two: Racers) -> None:
    member, officer = office.account(MEMBER), office.viewer(OFFICER)
    office.session.commit()

    def sign_in(number: int, session: Session) -> object:
        return complete(session, Visit(), session.get_one(SignInSession, number), "grid_operator:2026-04-01")

    def stop(session: Session) -> object:
        return kind_stop.stop_kind(session, OUTGOING, officer, OrganisationKind.GRID_OPERATOR, "試験", "停止中です。")

    for _ in range(ROUNDS):
        sign_in_session = SignInSession(
            token_hash=f"{_:064}",
            account_id=member.id,
            rung_number=Rung.SECOND_FACTOR.value,
            created_at=clock.now(),
            rung_at=clock.now(),
            last_seen_at=clock.now(),
            address="",
            user_agent="",
        )
        office.session.add(sign_in_session)
        office.session.commit()
        number = sign_in_session.id
        office.session.rollback()
        outcome, _reach = two.race(partial(sign_in, number), stop)
        office.session.rollback()
        account = office.account(MEMBER)
        assert what_bars(account, clock.now()) is not None
        ended = office.session.get_one(SignInSession, number).ended_at is not None
        # Whoever was a moment earlier holds a session that the very next request refuses; the rest hold none.
        assert ended or isinstance(outcome, SignedIn)
        office.session.execute(update(KindStanding).values(stopped_at=None))
        office.session.commit()


def test_a_whole_kind_of_a_thousand_stops_all_or_none(office: Office) -> None:
    organisation_id = office.account(LEAD).organisation_id
    now = clock.now()
    office.session.add_all(
        Account(
            login_id=f"many-{number}",
            folded_id=f"many-{number}",
            skeleton=f"many-{number}",
            organisation_id=organisation_id,
            role_code=Role.MEMBER.value,
            person_name="見本",
            email=f"many-{number}@town.example",
            state_code=AccountState.ACTIVE.value,
            issued_at=now,
        )
        for number in range(1_000)
    )
    office.session.flush()
    ids = office.session.scalars(select(Account.id).where(Account.organisation_id == organisation_id)).all()
    office.session.add_all(
        SignInSession(
            token_hash=f"{number:064}",
            account_id=number,
            rung_number=Rung.CONSENT.value,
            created_at=now,
            rung_at=now,
            last_seen_at=now,
            address="",
            user_agent="",
        )
        for number in ids
    )
    office.session.commit()
    reach = kind_stop.stop_kind(
        office.session, OUTGOING, office.viewer(OFFICER), OrganisationKind.GRID_OPERATOR, "試験", "停止中です。"
    )
    assert (reach.accounts, reach.sessions) == (1_004, 1_002)
    office.session.rollback()
    assert office.session.scalar(select(func.count()).where(SignInSession.ended_at.is_(None))) == 1_002
    assert office.session.scalar(select(func.count()).where(KindStanding.stopped_at.is_not(None))) == 0
    kind_stop.stop_kind(
        office.session, OUTGOING, office.viewer(OFFICER), OrganisationKind.GRID_OPERATOR, "試験", "停止中です。"
    )
    office.session.commit()
    assert office.session.scalar(select(func.count()).where(SignInSession.ended_at.is_(None))) == 0


def test_an_act_lifted_by_two_is_lifted_once(office: Office, two: Racers) -> None:
    number = office.account(LEAD).organisation_id
    debarment.bar(office.session, OUTGOING, office.viewer(OFFICER), number, "試験")
    made = approvals.propose(
        office.session, ACTS, office.viewer(OFFICER), ApprovalKind.LIFT_BAR, f"organisation:{number}", "確認"
    )
    shown, waiting = ACTS[ApprovalKind.LIFT_BAR].difference(office.session, made).sha256, made.id
    second = office.viewer(SECOND)
    office.session.commit()

    def approve(session: Session) -> None:
        approvals.approve(session, ACTS, OUTGOING, second, waiting, shown)

    answers = two.race(partial(tried, approve), partial(tried, approve))
    assert sorted(map(bool, answers)) == [False, True], answers
    office.session.expire_all()
    assert office.session.get_one(Approval, waiting).state is ApprovalState.CARRIED_OUT


def test_of_two_schedulers_one_opens_the_round_and_neither_fails(office: Office, two: Racers) -> None:
    actor = office.viewer(OFFICER).actor
    office.session.commit()

    def open_one(session: Session) -> None:
        roll_call_acts.open_round(session, OUTGOING, actor)

    for _ in range(ROUNDS // 10):  # each round asks everybody and writes its letters
        answers = two.race(partial(tried, open_one), partial(tried, open_one))
        assert sorted(map(bool, answers)) == [False, True], answers
        office.session.execute(delete(RollCallEntry))
        office.session.execute(delete(RollCall))
        office.session.commit()


def test_of_two_who_propose_the_same_one_does(office: Office, two: Racers) -> None:
    about, lead, officer = f"account:{office.account(MEMBER).id}", office.viewer(LEAD), office.viewer(OFFICER)
    office.session.commit()

    def propose(viewer: object, session: Session) -> None:
        approvals.propose(session, ACTS, viewer, ApprovalKind.RESET_SECOND_FACTOR, about, "紛失")  # type: ignore[arg-type]

    for _ in range(ROUNDS):
        answers = two.race(*(partial(tried, partial(propose, viewer)) for viewer in (lead, officer)))
        assert sorted(map(bool, answers)) == [False, True], answers
        office.session.execute(delete(Approval))
        office.session.commit()


def test_many_stopped_at_once_and_one_who_signs_in_do_not_wait_for_each_other(office: Office, two: Racers) -> None:
    ids = [office.account(one).id for one in (MEMBER, LEAD)]
    officer = office.viewer(OFFICER)
    office.session.commit()

    def stop_all(session: Session) -> None:
        stop_people(session, OUTGOING, officer, ids, StopReason.INCIDENT, "試験")

    def come_in(number: int, session: Session) -> object:
        return complete(session, Visit(), session.get_one(SignInSession, number), "grid_operator:2026-04-01")

    for round_number in range(ROUNDS // 2):
        opened = SignInSession(
            token_hash=f"{round_number:064}",
            account_id=ids[round_number % 2],
            rung_number=Rung.SECOND_FACTOR.value,
            created_at=clock.now(),
            rung_at=clock.now(),
            last_seen_at=clock.now(),
            address="",
            user_agent="",
        )
        office.session.add(opened)
        office.session.commit()
        number = opened.id
        office.session.rollback()
        assert two.race(partial(tried, stop_all), partial(come_in, number))[0] == ""
        back = update(Account).where(Account.id.in_(ids)).values(state_code=AccountState.ACTIVE.value, stop_reason="")
        office.session.execute(back)
        office.session.commit()


def _request(office: Office, number: int) -> int:
    lead = office.account(LEAD)
    made = AccountRequest(
        organisation_id=lead.organisation_id,
        role_code=Role.MEMBER.value,
        person_name="見本",
        department="契約部",
        email=f"person-{number}@town.example",
        duty="契約",
        starts_on=clock.today(),
        state_code=RequestState.SENT.value,
        applied_by=lead.id,
        applied_at=clock.now(),
    )
    office.session.add(made)
    office.session.flush()
    return made.id
