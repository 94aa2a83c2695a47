"""What is told before a stop is what it cuts off: nothing that was over already (M8, M16)."""

from datetime import timedelta

import time_machine

from models import clock
from models.accounts import sessions
from models.accounts.links import LinkPurpose, issue_link
from models.accounts.visit import Visit
from models.audit.event_names import EventName
from models.organisations.kinds import OrganisationKind
from models.people import debarment, kind_stop
from tests.models.people.office import LEAD, MEMBER, OFFICER, OTHER_MEMBER, OUTGOING, Office

GRID = OrganisationKind.GRID_OPERATOR
VISIT = Visit(address="192.0.2.10")


def sign_in(office: Office, who: str) -> None:
    """A browser, as far as the second factor."""
    account = office.account(who)
    _token, opened = sessions.begin(office.session, account.id, VISIT, "", clock.now())
    opened.rung_number = 2
    office.session.commit()


def test_what_the_clock_has_ended_is_not_counted(office: Office) -> None:
    place = office.account(MEMBER).organisation_id
    with time_machine.travel(clock.now(), tick=False) as hands:
        for who in (LEAD, MEMBER, OTHER_MEMBER):
            sign_in(office, who)
        issue_link(office.session, office.account(LEAD).id, LinkPurpose.RESET, clock.now())
        issue_link(office.session, office.account(MEMBER).id, LinkPurpose.SET_UP, clock.now())
        office.session.commit()
        before = debarment.preview(office.session, place)
        assert (before.sessions, before.links) == (2, 2)
        hands.shift(timedelta(hours=1))
        sign_in(office, MEMBER)
        after = debarment.preview(office.session, place)
        assert (after.sessions, after.links) == (1, 1)
        assert kind_stop.preview(office.session, GRID).sessions == 1
        done = kind_stop.stop_kind(office.session, OUTGOING, office.viewer(OFFICER), GRID, "試験", "停止中です。")
        told = office.events(EventName.KIND_STOPPED)[0].details
        assert (told["sessions"], told["links"]) == (done.sessions, done.links) == (1, 1)
