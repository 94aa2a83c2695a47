"""The emergency stop of a kind against those who come in at that moment; all or none."""

from functools import partial

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.accounts.outcomes import SignedIn
from models.accounts.sign_in import complete
from models.accounts.sign_in_session import Rung, SignInSession
from models.accounts.standing import what_bars
from models.accounts.visit import Visit
from models.organisations.kind_standing import KindStanding
from models.organisations.kinds import OrganisationKind
from models.people import kind_stop
from tests.amount import ROUNDS
from tests.models.people.office import (
    LEAD,
    MEMBER,
    OFFICER,
    OUTGOING,
    Office,
)
from tests.races.people.common import opened_session
from tests.races.racing import Racers


def test_an_emergency_stop_lets_nobody_slip_through_who_signs_in_at_that_moment(office: Office, two: Racers) -> None:
    member, officer = office.account(MEMBER), office.viewer(OFFICER)
    office.session.commit()

    def sign_in(number: int, session: Session) -> object:
        return complete(session, Visit(), session.get_one(SignInSession, number), "grid_operator:2026-04-01")

    def stop(session: Session) -> object:
        return kind_stop.stop_kind(session, OUTGOING, officer, OrganisationKind.GRID_OPERATOR, "試験", "停止中です。")

    for _ in range(ROUNDS):
        number = opened_session(office.session, member.id, _)
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
