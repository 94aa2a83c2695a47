"""Two at once where somebody is stopped or comes back: nobody slips through, nobody is left alone."""

from datetime import timedelta
from functools import partial

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.accounts.links import LinkPurpose, issue_link
from models.accounts.sign_in import complete
from models.accounts.sign_in_session import SignInSession
from models.accounts.standing import StopReason
from models.accounts.visit import Visit
from models.administration.two_person_acts import ACTS
from models.people import releasing, roll_call_acts
from models.people.moving_last_day import move_or_propose
from models.people.roll_call import Answer, RollCall, RollCallEntry
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


def test_of_two_responsible_persons_one_is_stopped_or_the_other_answered_for_as_gone(
    office: Office, two: Racers
) -> None:
    pair = (office.account(LEAD).id, office.account(MEMBER).id)
    office.account(MEMBER).role_code = Role.RESPONSIBLE_PERSON.value
    office.session.commit()
    manager, lead = office.viewer(MANAGER), office.viewer(LEAD)
    opener = office.viewer(OFFICER).actor
    office.session.commit()

    def leave(session: Session) -> None:
        stop_person(session, OUTGOING, manager, pair[0], StopReason.TRANSFER, "試験")

    def answer(opened: int, entry: int, session: Session) -> None:
        asked = session.get_one(RollCall, opened)
        roll_call_acts.answer(session, OUTGOING, lead, asked, {entry: Answer.ENDED})

    for _ in range(ROUNDS):
        opened = roll_call_acts.open_round(office.session, OUTGOING, opener)
        entries = roll_call_acts.entries_to_answer(office.session, lead, opened)
        (entry,) = [one.id for one in entries if one.account_id == pair[1]]
        number = opened.id
        office.session.commit()
        answers = two.race(partial(tried, leave), partial(tried, partial(answer, number, entry)))
        assert sorted(map(bool, answers)) == [False, True], answers
        assert _responsible(office) == 1
        office.session.execute(delete(RollCallEntry))
        office.session.execute(delete(RollCall))
        back_in_use(office.session, pair)


def test_of_two_responsible_persons_one_is_stopped_or_the_other_given_a_last_day(office: Office, two: Racers) -> None:
    pair = (office.account(LEAD).id, office.account(MEMBER).id)
    office.account(MEMBER).role_code = Role.RESPONSIBLE_PERSON.value
    office.session.commit()
    manager, officer = office.viewer(MANAGER), office.viewer(OFFICER)
    tomorrow = clock.today() + timedelta(days=1)
    office.session.commit()

    def leave(session: Session) -> None:
        stop_person(session, OUTGOING, manager, pair[0], StopReason.TRANSFER, "試験")

    def end(session: Session) -> None:
        move_or_propose(session, ACTS, OUTGOING, officer, pair[1], tomorrow, "試験")

    for _ in range(ROUNDS):
        answers = two.race(partial(tried, leave), partial(tried, end))
        assert sorted(map(bool, answers)) == [False, True], answers
        assert any(_stays(office, login_id) for login_id in (LEAD, MEMBER))
        office.session.execute(update(Account).where(Account.id.in_(pair)).values(ends_on=None))
        back_in_use(office.session, pair)


def _stays(office: Office, login_id: str) -> bool:
    account = office.account(login_id)
    return account.state is AccountState.ACTIVE and account.ends_on is None


def _responsible(office: Office) -> int:
    return sum(office.account(one).state is AccountState.ACTIVE for one in (LEAD, MEMBER))


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
