"""Two at once where somebody is stopped or comes back: nobody slips through, nobody is left alone."""

from functools import partial

from sqlalchemy import update
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.accounts.links import LinkPurpose, issue_link
from models.accounts.sign_in import complete
from models.accounts.sign_in_session import SignInSession
from models.accounts.standing import StopReason
from models.accounts.visit import Visit
from models.people import releasing
from models.people.stopping import stop_people, stop_person
from tests.amount import ROUNDS
from tests.models.people.office import (
    AUDITOR,
    LEAD,
    MANAGER,
    MEMBER,
    OFFICER,
    OUTGOING,
    Office,
)
from tests.races.people.common import back_in_use, opened_session, tried
from tests.races.racing import Racers


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
        back_in_use(office.session, pair)


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
        back_in_use(office.session, pair)


def test_many_stopped_at_once_and_one_who_signs_in_do_not_wait_for_each_other(office: Office, two: Racers) -> None:
    ids = [office.account(one).id for one in (MEMBER, LEAD)]
    officer = office.viewer(OFFICER)
    office.session.commit()

    def stop_all(session: Session) -> None:
        stop_people(session, OUTGOING, officer, ids, StopReason.INCIDENT, "試験")

    def come_in(number: int, session: Session) -> object:
        return complete(session, Visit(), session.get_one(SignInSession, number), "grid_operator:2026-04-01")

    for round_number in range(ROUNDS // 2):
        number = opened_session(office.session, ids[round_number % 2], round_number)
        assert two.race(partial(tried, stop_all), partial(come_in, number))[0] == ""
        back_in_use(office.session, ids)


def test_a_stop_for_security_outlasts_a_release_at_the_same_moment(office: Office, two: Racers) -> None:
    member, officer = office.account(MEMBER).id, office.viewer(OFFICER)
    office.session.commit()

    def release(token: str, session: Session) -> object:
        return releasing.confirm_release(session, OUTGOING, Visit(), token)

    def stop(session: Session) -> object:
        return stop_person(session, OUTGOING, officer, member, StopReason.INCIDENT, "試験")

    for _ in range(ROUNDS):
        values = {"state_code": AccountState.STOPPED.value, "stop_reason": StopReason.OWN_REQUEST.value}
        office.session.execute(update(Account).where(Account.id == member).values(**values))
        token, _link = issue_link(office.session, member, LinkPurpose.RELEASE, clock.now())
        office.session.commit()
        assert two.race(partial(tried, partial(release, token)), partial(tried, stop))[1] == ""
        found = office.account(MEMBER)
        assert (found.state, found.stop_reason) == (AccountState.STOPPED, StopReason.INCIDENT)
        office.session.commit()


def test_one_officer_in_two_sessions_stops_one_of_those_who_watch(office: Office, two: Racers) -> None:
    pair, officer = [office.account(one).id for one in (AUDITOR, MANAGER)], office.viewer(OFFICER)
    office.session.commit()

    def stop(number: int, session: Session) -> object:
        return stop_person(session, OUTGOING, officer, number, StopReason.INCIDENT, "試験")

    for _ in range(ROUNDS):
        answers = two.race(*(partial(tried, partial(stop, number)) for number in pair))
        assert sorted(map(bool, answers)) == [False, True], answers
        back_in_use(office.session, pair)
