"""The last day of an account: who says it, how far it may lie, who moves it, and what that does (M13)."""

from datetime import date, timedelta

import pytest
import time_machine

from models import clock
from models.accounts.account import AccountState, Role
from models.accounts.standing import Bar, what_bars
from models.administration.two_person_acts import ACTS
from models.approvals import deciding as approvals
from models.approvals.approval import Approval
from models.audit.event_names import EventName
from models.errors import Conflict, Forbidden
from models.organisations.kinds import OrganisationKind
from models.people import applying, bulk_applying, deciding
from models.people.application import Application, WrongApplication
from models.people.last_day import furthest_last_day, why_not_last_day
from models.people.moving_last_day import WrongLastDay, move_or_propose
from models.people.rescue import rescue
from models.people.succession import LastResponsiblePerson
from models.people.uploaded_table import TableUse, keep_table
from tests.models.accounts.people import CONSOLE
from tests.models.people.office import (
    AUDITOR,
    LEAD,
    MANAGER,
    MEMBER,
    OFFICER,
    OTHER_LEAD,
    OUTGOING,
    SECOND,
    Office,
    application,
)

DAY = timedelta(days=1)


def move(office: Office, who: str, whom: str, last: date | None) -> Approval | None:
    number = office.account(whom).id
    came = move_or_propose(office.session, ACTS, OUTGOING, office.viewer(who), number, last, "契約の延長")
    office.session.commit()
    return came.approval


def approve(office: Office, who: str, approval: Approval) -> None:
    viewer, number = office.viewer(who), approval.id
    shown = approvals.check_may_decide(office.session, ACTS, viewer, approval).sha256
    approvals.approve(office.session, ACTS, OUTGOING, viewer, number, shown)
    office.session.commit()


def auditor_asked(last: date | None) -> Application:
    return application(role=Role.AUDITOR, email="saburo@town.example", ends_on=last)


@pytest.mark.parametrize("kind", OrganisationKind)
def test_only_an_auditor_has_to_have_a_last_day_and_at_most_a_year(kind: OrganisationKind) -> None:
    auditing, today = kind is OrganisationKind.AUDITOR, clock.today()
    year, five = clock.months_after(today, 12), clock.months_after(today, 60)
    assert bool(why_not_last_day(kind, None, today)) is auditing
    assert why_not_last_day(kind, year, today) == ""
    assert bool(why_not_last_day(kind, year + DAY, today)) is auditing
    assert bool(why_not_last_day(kind, five, today)) is auditing
    assert why_not_last_day(kind, five + DAY, today) != ""


def test_a_last_day_is_neither_past_nor_before_the_first() -> None:
    kind, today = OrganisationKind.MINISTRY, clock.today()
    assert why_not_last_day(kind, today - DAY, None) != ""
    assert why_not_last_day(kind, today, today) == ""
    assert why_not_last_day(kind, today + DAY, today + 2 * DAY) != ""


def test_an_auditors_account_is_applied_for_and_issued_with_its_last_day(office: Office) -> None:
    place, last = office.account(AUDITOR).organisation_id, clock.today() + 90 * DAY
    with pytest.raises(WrongApplication) as refused:
        applying.apply(office.session, OUTGOING, office.viewer(OFFICER), place, auditor_asked(None))
    assert refused.value.field == "ends_on"
    request = applying.apply(office.session, OUTGOING, office.viewer(OFFICER), place, auditor_asked(last))
    account = deciding.issue(office.session, OUTGOING, office.viewer(SECOND), request.id)
    assert account.ends_on == last
    assert office.events(EventName.REQUEST_ISSUED)[0].details["ends_on"] == last.isoformat()


def test_what_has_waited_past_its_last_day_is_not_issued(office: Office) -> None:
    place, last = office.account(AUDITOR).organisation_id, clock.today() + 3 * DAY
    request = applying.apply(office.session, OUTGOING, office.viewer(OFFICER), place, auditor_asked(last))
    office.session.commit()
    with time_machine.travel(clock.now() + 4 * DAY, tick=False), pytest.raises(Conflict, match="利用の最終日"):
        deciding.issue(office.session, OUTGOING, office.viewer(SECOND), request.id)


def test_a_file_says_last_days_or_leaves_them_out(office: Office) -> None:
    head = ",".join((*bulk_applying.COLUMNS, "利用の最終日"))
    last = clock.today() + 30 * DAY
    rows = (
        f"見本 一,課,one@town.example,照合,,,,,{last:%Y/%m/%d}",
        "見本 二,課,two@town.example,照合,,,,,",
        "見本 三,課,three@town.example,照合,,,,,来年",
    )
    viewer = office.viewer(LEAD)
    content = "\n".join((head, *rows)).encode()
    columns, optional = bulk_applying.columns_for(viewer)
    kept = keep_table(office.session, viewer, TableUse.APPLICATIONS, "申請.csv", content, columns, optional)
    lines = bulk_applying.lines_of(office.session, viewer, kept)
    assert [one.asked and one.asked.ends_on for one in lines] == [last, None, None]
    assert [one.problem for one in lines] == ["", "", "利用の最終日は、2026-04-01 の形で書いてください。"]
    old = "\n".join((",".join(columns), "見本 一,課,one@town.example,照合,,,,")).encode()
    kept = keep_table(office.session, viewer, TableUse.APPLICATIONS, "申請.csv", old, columns, optional)
    assert [one.problem for one in bulk_applying.lines_of(office.session, viewer, kept)] == [""]


@pytest.mark.parametrize("who", [LEAD, OFFICER])
def test_the_last_day_is_moved_by_whoever_answers_for_the_person_and_told(office: Office, who: str) -> None:
    last = clock.today() + 40 * DAY
    assert move(office, who, MEMBER, last) is None
    assert office.account(MEMBER).ends_on == last
    told = office.events(EventName.ACCOUNT_CHANGED)[-1]
    assert told.details["reason"] == "契約の延長"
    assert told.details["changes"] == [["利用の最終日", "", last.isoformat()]]
    for reader in (MEMBER, LEAD):
        assert any("利用の最終日" in subject for subject in office.letters(reader))
    with pytest.raises(Conflict):
        move(office, who, MEMBER, last)
    assert move(office, who, MEMBER, None) is None
    assert office.account(MEMBER).ends_on is None


@pytest.mark.parametrize(
    ("who", "whom"),
    [(LEAD, LEAD), (OFFICER, OFFICER), (MANAGER, MEMBER), (OTHER_LEAD, MEMBER), (MEMBER, LEAD), (AUDITOR, AUDITOR)],
)
def test_nobody_else_moves_it_and_nobody_their_own(office: Office, who: str, whom: str) -> None:
    with pytest.raises(Forbidden):
        move(office, who, whom, clock.today() + DAY)
    assert office.account(whom).ends_on is None


def test_a_wrong_day_is_refused_where_it_is_moved_too(office: Office) -> None:
    for whom, last in ((MEMBER, clock.today() - DAY), (AUDITOR, furthest_last_day(OrganisationKind.AUDITOR) + DAY)):
        with pytest.raises(WrongLastDay):
            move(office, OFFICER, whom, last)


def test_of_those_who_watch_it_takes_two_either_way(office: Office) -> None:
    last = clock.today() + 90 * DAY
    waits = move(office, OFFICER, AUDITOR, last)
    assert waits is not None
    assert office.account(AUDITOR).ends_on is None
    with pytest.raises(Forbidden):
        approve(office, OFFICER, waits)
    with pytest.raises(Forbidden):
        approve(office, AUDITOR, waits)
    approve(office, SECOND, waits)
    assert office.account(AUDITOR).ends_on == last
    assert office.events(EventName.ACCOUNT_CHANGED)[-1].details["changes"][0][2] == last.isoformat()
    with pytest.raises(WrongLastDay):
        move(office, OFFICER, AUDITOR, None)


def test_an_approval_too_late_for_its_day_moves_nothing(office: Office) -> None:
    waits = move(office, OFFICER, AUDITOR, clock.today() + DAY)
    assert waits is not None
    with time_machine.travel(clock.now() + 2 * DAY, tick=False), pytest.raises(Conflict):
        approve(office, SECOND, waits)
    assert office.account(AUDITOR).ends_on is None


def test_the_last_responsible_person_is_not_made_to_end(office: Office) -> None:
    with pytest.raises(LastResponsiblePerson):
        move(office, OFFICER, LEAD, clock.today() + 30 * DAY)
    office.account(MEMBER).role_code = Role.RESPONSIBLE_PERSON.value
    office.session.commit()
    assert move(office, OFFICER, LEAD, clock.today() + 30 * DAY) is None
    with pytest.raises(LastResponsiblePerson):
        move(office, OFFICER, MEMBER, clock.today() + 60 * DAY)
    assert move(office, OFFICER, LEAD, None) is None
    assert move(office, OFFICER, MEMBER, clock.today() + 60 * DAY) is None


def test_of_two_who_end_the_one_who_stays_longer_is_not_made_to_end_sooner(office: Office) -> None:
    office.account(MEMBER).role_code = Role.RESPONSIBLE_PERSON.value
    office.account(LEAD).ends_on = clock.today() + 30 * DAY
    office.account(MEMBER).ends_on = clock.today() + 60 * DAY
    office.session.commit()
    with pytest.raises(LastResponsiblePerson):
        move(office, OFFICER, MEMBER, clock.today() + 59 * DAY)
    assert move(office, OFFICER, LEAD, clock.today() + 20 * DAY) is None
    assert move(office, OFFICER, LEAD, clock.today() + 60 * DAY) is None
    assert move(office, OFFICER, MEMBER, clock.today() + 10 * DAY) is None


def test_an_extension_lets_in_at_once_and_the_clock_alone_keeps_out(office: Office) -> None:
    today = clock.today()
    move(office, LEAD, MEMBER, today)
    with time_machine.travel(clock.now() + DAY, tick=False):
        assert what_bars(office.account(MEMBER), clock.now()) is Bar.OVER
        assert office.account(MEMBER).state is AccountState.ACTIVE
        move(office, LEAD, MEMBER, today + DAY)
        assert what_bars(office.account(MEMBER), clock.now()) is None
    with time_machine.travel(clock.now() + 2 * DAY, tick=False):
        assert what_bars(office.account(MEMBER), clock.now()) is Bar.OVER


def test_a_rescue_at_the_console_lifts_a_last_day_that_has_passed(office: Office) -> None:
    for days, left in ((-1, None), (0, clock.today())):
        office.account(OFFICER).ends_on = clock.today() + days * DAY
        office.session.commit()
        rescue(office.session, OUTGOING, CONSOLE, OFFICER, "保有者担当が全員利用できないため")
        office.session.commit()
        assert office.account(OFFICER).ends_on == left
    assert len(office.events(EventName.ACCOUNT_CHANGED)) == 1
