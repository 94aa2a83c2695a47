"""A reset of the second factor while its person changes something: nothing of it opens anything afterwards."""

from functools import partial

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models import clock
from models.accounts import devices, own_security, password_change, recovery_codes
from models.accounts.account import Account
from models.accounts.sign_in_session import Rung, SignInSession
from models.accounts.visit import Visit
from models.people import second_factor
from tests.amount import ROUNDS
from tests.models.accounts.people import BOX, CONSOLE, KEY, PASSWORD, hash_password
from tests.models.people.office import MEMBER, OUTGOING, Office
from tests.races.people.common import Doing, opened_session, tried
from tests.races.racing import Racers

NEW_PASSWORD = "七夕 lights 14 paper boats"


def change_password(number: int, session: Session) -> None:
    password_change.change_password(
        session, BOX, Visit(), session.get_one(SignInSession, number), PASSWORD, NEW_PASSWORD
    )


def renew_codes(number: int, session: Session) -> None:
    own_security.renew_recovery_codes(session, BOX, Visit(), session.get_one(SignInSession, number))


def begin_device(number: int, session: Session) -> None:
    own_security.begin_another_device(session, BOX, session.get_one(SignInSession, number))


@pytest.mark.parametrize("change", [change_password, renew_codes, begin_device], ids=lambda act: act.__name__)
def test_after_a_reset_nothing_opens_that_was_changed_at_the_same_moment(
    office: Office, two: Racers, change: Doing
) -> None:
    member, hashed = office.account(MEMBER).id, hash_password(PASSWORD)
    office.session.commit()

    def reset(session: Session) -> None:
        second_factor.reset_at_once(session, OUTGOING, CONSOLE, member, "試験")

    for number in range(ROUNDS // 2):
        came_in(office, member, hashed)
        opened = opened_session(office.session, member, number)
        office.session.execute(update(SignInSession).values(rung_number=Rung.CONSENT.value, proved_at=clock.now()))
        office.session.commit()
        assert two.race(partial(tried, reset), partial(tried, partial(change, opened)))[0] == ""
        assert office.account(MEMBER).password_hash is None
        assert recovery_codes.count_left(office.session, member) == 0
        assert office.session.scalars(select(devices.SecondFactor)).all() == []
        assert office.session.scalars(select(SignInSession).where(SignInSession.ended_at.is_(None))).all() == []


def came_in(office: Office, member: int, hashed: str) -> None:
    """The person has a password and a device, and one session, the present one."""
    office.session.execute(update(Account).where(Account.id == member).values(password_hash=hashed))
    office.session.execute(delete(devices.SecondFactor))
    devices.install_key(office.session, BOX, member, KEY, "端末", clock.now())
    office.session.commit()
