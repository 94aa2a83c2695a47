"""Two at once about an application: one account, one address, never by its own applicant."""

from functools import partial

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.accounts.links import LinkPurpose, OneTimeLink, issue_link
from models.accounts.standing import StopReason, what_bars
from models.accounts.visit import Visit
from models.organisations.kinds import Standing
from models.organisations.organisation import Organisation
from models.people import address_change, applying, debarment, deciding, releasing, request_drafts
from models.people.address_change import AddressChange
from models.people.application import holder_of
from models.people.request import AccountRequest, RequestState
from tests.amount import ROUNDS
from tests.models.people.office import (
    COLLEAGUE,
    LEAD,
    MANAGER,
    MEMBER,
    OFFICER,
    OTHER_LEAD,
    OUTGOING,
    Office,
    application,
)
from tests.races.people.common import sent_request, tried
from tests.races.racing import Racers


def test_of_two_who_issue_one_does(office: Office, two: Racers) -> None:
    requests = [sent_request(office, number) for number in range(ROUNDS)]
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
    requests = [sent_request(office, number) for number in range(ROUNDS)]
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


def test_nobody_issues_their_own_in_a_second_session(office: Office, two: Racers) -> None:
    officer, contractor = office.viewer(OFFICER), office.account(MANAGER).organisation_id
    asked = application(role=Role.SYSTEM_MANAGER)
    office.session.commit()

    def send(number: int, session: Session) -> object:
        return applying.send(session, OUTGOING, officer, number)

    def issue(number: int, session: Session) -> object:
        return deciding.issue(session, OUTGOING, officer, number)

    for _ in range(ROUNDS):
        number = request_drafts.write_draft(office.session, officer, contractor, asked).id
        office.session.commit()
        sent, issued = two.race(partial(tried, partial(send, number)), partial(tried, partial(issue, number)))
        assert (sent, bool(issued)) == ("", True)
        found = office.session.get_one(AccountRequest, number, populate_existing=True)
        assert (found.state, found.account_id) == (RequestState.SENT, None)
        office.session.execute(delete(AccountRequest))
        office.session.commit()


def test_an_address_is_taken_once_by_a_change_or_by_a_new_account(office: Office, two: Racers) -> None:
    member, manager = office.account(MEMBER).id, office.viewer(MANAGER)
    office.session.commit()

    def change(token: str, session: Session) -> object:
        return address_change.confirm_address(session, OUTGOING, Visit(), token)

    def issue(number: int, session: Session) -> object:
        return deciding.issue(session, OUTGOING, manager, number)

    for round_number in range(ROUNDS):
        wanted, now = f"wanted-{round_number}@town.example", clock.now()
        number = sent_request(office, round_number, email=wanted)
        change_made = AddressChange(account_id=member, email=wanted, asked_at=now, new_confirmed_at=now)
        office.session.execute(delete(AddressChange))
        office.session.add(change_made)
        token, _link = issue_link(office.session, member, LinkPurpose.OLD_ADDRESS, now)
        office.session.commit()
        answers = two.race(partial(tried, partial(change, token)), partial(tried, partial(issue, number)))
        assert sorted(map(bool, answers)) == [False, True], answers
        holders = select(func.count()).where(func.lower(Account.email) == wanted)
        assert office.session.scalar(holders) == 1
        office.session.commit()


def test_a_former_account_comes_back_or_has_a_successor_never_both(office: Office, two: Racers) -> None:
    manager, former = office.viewer(MANAGER), office.account(MEMBER)
    elsewhere, applicant = office.account(OTHER_LEAD).organisation_id, office.account(OTHER_LEAD).id
    member, address, name = former.id, former.email, former.person_name
    office.session.commit()

    def release(token: str, session: Session) -> object:
        return releasing.confirm_release(session, OUTGOING, Visit(), token)

    def issue(number: int, session: Session) -> object:
        return deciding.issue(session, OUTGOING, manager, number)

    for _ in range(ROUNDS):
        values = {"state_code": AccountState.STOPPED.value, "stop_reason": StopReason.TRANSFER.value}
        office.session.execute(update(Account).where(Account.id == member).values(**values))
        token, _link = issue_link(office.session, member, LinkPurpose.RELEASE, clock.now())
        moved = {"organisation_id": elsewhere, "applied_by": applicant, "person_name": name, "email": address}
        number = sent_request(office, 0, **moved, former_id=MEMBER)
        office.session.commit()
        answers = two.race(partial(tried, partial(release, token)), partial(tried, partial(issue, number)))
        assert sorted(map(bool, answers)) == [False, True], answers
        holder = holder_of(office.session, address)
        assert holder is not None
        assert holder_of(office.session, address, other_than=holder.id) is None
        gone = update(Account).where(Account.email == address, Account.id != member).values(email="gone@town.example")
        office.session.execute(gone)
        office.session.execute(update(AccountRequest).values(state_code=RequestState.WITHDRAWN.value))
        office.session.commit()
