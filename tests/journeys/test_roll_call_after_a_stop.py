"""What the page of a roll-call says when the organisation was cut off while it ran (M7, M16)."""

from datetime import timedelta

import time_machine
from sqlalchemy.orm import Session

from models import clock
from models.people import debarment
from models.people.roll_call import RollCallEntry
from tests.journeys.office import LEAD, MANAGER, MEMBER, Office
from tests.models.accounts.people import CONSOLE
from tests.models.people.office import OUTGOING


def test_whoever_answers_learns_whom_no_answer_stops_and_may_answer_still(office: Office, session: Session) -> None:
    manager = office.browser(MANAGER)
    manager.visit("/admin/roll-calls")
    manager.submit("今の四半期の棚卸しを始める")
    assert "未回答でも停止されません" in manager.visit("/admin/roll-calls/1").text
    assert "停止されません" not in office.browser(LEAD).visit("/desk/roll-calls/1").text
    number = office.person(LEAD).organisation_id
    with time_machine.travel(clock.now() + timedelta(days=20)):
        debarment.bar_at_once(session, OUTGOING, CONSOLE, number, "調査")
        debarment.resume_at_once(session, OUTGOING, CONSOLE, number, "調査の終了")
        session.commit()
        lead = office.browser(LEAD)
        assert "解除された 2 名は、期限までに回答がなくても停止されません" in lead.visit("/desk/roll-calls/1").text
        entries = {one.login_id: one.id for one in session.query(RollCallEntry)}
        lead.submit("roll-call", {f"answer-{entries[MEMBER]}": "kept"})
        assert "解除された 1 名は" in lead.visit("/desk/roll-calls/1").text
