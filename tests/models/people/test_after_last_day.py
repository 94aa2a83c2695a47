"""What follows from a last day that has passed: the end is written down, and its person answers for nobody (M6, M7)."""

from datetime import timedelta

import pytest
import time_machine

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.accounts.dormancy import stops_at
from models.accounts.locking import responsible_persons
from models.accounts.standing import Bar, StopReason, what_bars
from models.administration.two_person_acts import ACTS
from models.administration.waiting import waiting_for
from models.errors import Conflict
from models.lists import ask, list_page
from models.organisations.kinds import OrganisationKind
from models.people import kind_stop, releasing
from models.people.authority import PersonAct, fits_state
from models.people.moving_last_day import move_or_propose
from models.people.organisations_reading import is_without_responsible, organisations_of
from models.people.transfer import why_not_succeeded
from tests.models.accounts.people import add_person
from tests.models.people.office import LEAD, MANAGER, MEMBER, OFFICER, OTHER_LEAD, OUTGOING, Office, tidy

DAY = timedelta(days=1)


def end(office: Office, who: str, days_ago: int = 1) -> Account:
    account = office.account(who)
    account.ends_on = clock.today() - days_ago * DAY
    office.session.commit()
    return account


def without(office: Office) -> int:
    """How many organisations without a responsible person those in charge are told of."""
    told = waiting_for(office.session, office.viewer(MANAGER))
    number = sum(one.number for one in told if one.label == "責任者のいない組織")
    spec = organisations_of(office.viewer(MANAGER))
    listed = list_page(office.session, spec, ask(spec, {"responsible": "no", "standing": "active"})).total
    assert listed == number
    return number


def move(office: Office, whom: str, days: int) -> None:
    viewer, last = office.viewer(OFFICER), clock.today() + days * DAY
    move_or_propose(office.session, ACTS, OUTGOING, viewer, office.account(whom).id, last, "契約の延長")
    office.session.commit()


def test_the_end_is_written_down_and_told_once(office: Office) -> None:
    end(office, MEMBER, days_ago=0)
    assert tidy(office).over == 0
    end(office, MEMBER)
    assert (tidy(office).over, tidy(office).over) == (1, 0)
    account = office.account(MEMBER)
    assert (account.state, account.stop_reason) == (AccountState.STOPPED, StopReason.OVER)
    assert what_bars(account, clock.now()) is Bar.OVER
    assert sum(one.endswith("アカウントを停止しました") for one in office.letters(MEMBER)) == 1
    assert sum("アカウントを停止しました" in one for one in office.letters(LEAD)) == 1


def test_a_later_day_lets_in_again_whoever_nothing_else_keeps_out(office: Office) -> None:
    end(office, MEMBER).last_signed_in_at = clock.now() - DAY
    tidy(office)
    for act, fits in ((PersonAct.RELEASE, False), (PersonAct.MOVE_LAST_DAY, True)):
        assert fits_state(act, office.account(MEMBER)) is fits
    with pytest.raises(Conflict, match="先に、利用の最終日を"):
        releasing.ask_release(office.session, OUTGOING, office.viewer(LEAD), office.account(MEMBER).id, "延長")
    stops = stops_at(office.account(MEMBER))
    move(office, MEMBER, 0)
    account = office.account(MEMBER)
    assert (account.state, what_bars(account, clock.now())) == (AccountState.ACTIVE, None)
    assert stops_at(account) == stops
    assert any("利用を再開しました" in one for one in office.letters(MEMBER))


def test_a_later_day_lifts_no_other_stop_and_no_dormancy(office: Office) -> None:
    end(office, MEMBER)
    tidy(office)
    office.account(MEMBER).last_signed_in_at = office.account(MEMBER).issued_at = clock.now() - 200 * DAY
    office.session.commit()
    move(office, MEMBER, 5)
    assert what_bars(office.account(MEMBER), clock.now()) is Bar.DORMANT
    other = end(office, OTHER_LEAD)
    other.state_code, other.stop_reason = AccountState.STOPPED.value, StopReason.INCIDENT.value
    move(office, OTHER_LEAD, 5)
    assert office.account(OTHER_LEAD).stop_reason == StopReason.INCIDENT


def test_whoever_is_past_their_last_day_is_responsible_for_nobody(office: Office) -> None:
    number = office.account(LEAD).organisation_id
    assert (without(office), is_without_responsible(office.session, number)) == (0, False)
    end(office, LEAD)
    assert (without(office), is_without_responsible(office.session, number)) == (1, True)
    assert responsible_persons(office.session, office.account(MEMBER)) == []
    before = office.letters(LEAD)
    kind = OrganisationKind.GRID_OPERATOR
    kind_stop.stop_kind(office.session, OUTGOING, office.viewer(OFFICER), kind, "調査", "停止しています。")
    assert office.letters(LEAD) == before
    assert any("緊急に停止" in one for one in office.letters(OTHER_LEAD))


def test_an_office_needs_a_responsible_person_for_its_members_alone(office: Office) -> None:
    agency = office.account(OFFICER).organisation
    assert without(office) == 0
    add_person(office.session, "agency.member", agency, Role.MEMBER, credentials=False)
    assert without(office) == 1
    add_person(office.session, "agency.lead", agency, Role.RESPONSIBLE_PERSON, credentials=False)
    assert without(office) == 0


def test_whoever_ended_in_one_organisation_may_be_followed_by_an_account_in_another(office: Office) -> None:
    former = end(office, MEMBER)
    tidy(office)
    former = office.account(MEMBER)

    class Asked:
        former_id, email, person_name = former.login_id, former.email, former.person_name

    assert why_not_succeeded(Asked(), former) == ""  # type: ignore[arg-type]


def test_what_the_clock_has_stopped_is_released_before_it_is_written_down(office: Office) -> None:
    account = office.account(MEMBER)
    assert not fits_state(PersonAct.RELEASE, account)
    with time_machine.travel(stops_at(account), tick=False):
        office.account(LEAD).last_signed_in_at = clock.now()
        assert fits_state(PersonAct.RELEASE, account)
        assert not fits_state(PersonAct.LIFT, account)
        releasing.ask_release(office.session, OUTGOING, office.viewer(LEAD), account.id, "復帰")
        assert any("利用再開の確認" in one for one in office.letters(MEMBER))
    office.session.rollback()
