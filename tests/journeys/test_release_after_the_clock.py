"""Releasing somebody whom the clock has stopped, before anything has written it down (M7)."""

from datetime import timedelta

from models import clock
from models.accounts.account import AccountState
from tests.journeys.office import LEAD, MEMBER, Office


def test_the_page_of_somebody_dormant_offers_the_release(office: Office) -> None:
    member = office.person(MEMBER)
    address = f"/admin/accounts/{member.id}"
    lead = office.browser(LEAD)
    assert "停止の解除に進む" not in lead.visit(address).text
    member = office.person(MEMBER)
    member.issued_at = member.last_signed_in_at = clock.now() - timedelta(days=200)
    office.session.commit()
    lead.visit(address)
    lead.follow("停止の解除に進む")
    lead.submit("act", reason="育児休業から復帰")
    assert "本人に確認の案内を送りました" in lead.page.text
    assert office.person(MEMBER).state is AccountState.STOPPED
    assert office.link(member.email)
