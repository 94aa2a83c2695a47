"""An inquiry that nobody answers: whoever must answer is told, and later once more; the first page says it (B1)."""

from datetime import timedelta

import time_machine

from models import clock
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.inquiries import escalating
from models.inquiries.inquiry import TO_ANSWER
from models.mail.outbox import OutboxLetter
from tests.blueprints.incidents.conftest import Office
from tests.factories.incidents import MANAGER, OFFICER, OUTGOING, SECOND_OFFICER
from tests.factories.looking_back import OPERATOR, OWN

LATE = "期限を過ぎた問合せ（閲覧）"


def asked(office: Office) -> None:
    """The operator asks about what both officers may answer."""
    operator = office.visitor(OPERATOR)
    operator.visit(f"/operator/facilities/{OWN}/inquire")
    operator.submit("inquiry", kind="question", text="誰が見ますか。")


def tell(office: Office) -> tuple[int, int]:
    """What the tidying does: those told as overdue, those told again."""
    now = clock.now()
    return escalating.escalate(office.sessions, OUTGOING, now), escalating.tell_again(office.sessions, OUTGOING, now)


def told(office: Office, words: str) -> list[str]:
    """To whom letters with these words in their subject went."""
    with office.session() as session:
        letters = session.query(OutboxLetter).order_by(OutboxLetter.id)
        return [one.recipient.partition("@")[0] for one in letters if words in one.subject]


def test_an_overdue_inquiry_is_told_and_told_again_once_each(office: Office, hands: time_machine.Traveller) -> None:
    asked(office)
    last_day = clock.today() + TO_ANSWER
    hands.move_to(clock.day_ends(last_day) - timedelta(seconds=1))
    assert tell(office) == (0, 0)
    hands.shift(timedelta(seconds=1))
    assert [tell(office) for _ in range(2)] == [(1, 0), (0, 0)]
    assert told(office, "期限超過") == [OFFICER, SECOND_OFFICER]
    hands.shift(escalating.TIME_TO_ANSWER_STILL - timedelta(seconds=1))
    assert tell(office) == (0, 0)
    hands.shift(timedelta(seconds=1))
    assert [tell(office) for _ in range(2)] == [(0, 1), (0, 0)]
    assert told(office, "再度・期限超過") == [OFFICER, SECOND_OFFICER]
    with office.session() as session:
        events = session.query(AuditEvent).filter_by(name=EventName.INQUIRY_ESCALATED.value)
        assert [one.details["again"] for one in events.order_by(AuditEvent.number)] == [False, True]
    officer = office.visitor(OFFICER)
    for path in ("/", "/admin"):
        assert "期限超過（7日）" in officer.visit(path).text
    page = officer.follow(LATE)
    assert [row["状態"] for row in page.rows()] == ["期限超過"]


def test_an_answer_ends_it_and_further_words_begin_it_anew(office: Office, hands: time_machine.Traveller) -> None:
    asked(office)
    hands.shift(TO_ANSWER + timedelta(days=2))
    assert tell(office) == (1, 0)
    officer = office.visitor(OFFICER)
    officer.visit("/admin/inquiries/1/entry")
    officer.submit("entry", wish="answer", text="買取の手続のための閲覧でした。")
    hands.shift(timedelta(days=10))
    assert tell(office) == (0, 0)
    assert LATE not in office.visitor(OFFICER).visit("/admin").text
    operator = office.visitor(OPERATOR)
    operator.visit("/operator/inquiries/1")
    operator.submit("word", text="納得できません。")
    hands.shift(TO_ANSWER + timedelta(days=2))
    assert tell(office) == (1, 0)


def test_what_is_about_every_officer_is_told_to_the_managers(office: Office, hands: time_machine.Traveller) -> None:
    for one in (OFFICER, SECOND_OFFICER):
        office.visitor(one).visit(f"/certifications/{OWN}")
    operator = office.visitor(OPERATOR)
    numbers = [look["照会番号"] for look in operator.visit(f"/operator/facilities/{OWN}/record").rows()]
    operator.visit(f"/operator/facilities/{OWN}/inquire")
    operator.submit("inquiry", kind="question", numbers="\n".join(numbers), text="なぜ二人とも見ましたか。")
    hands.shift(TO_ANSWER + timedelta(days=2))
    assert tell(office) == (1, 0)
    assert told(office, "期限超過") == [MANAGER]
    assert LATE in office.visitor(MANAGER).visit("/admin").text
    assert LATE not in office.visitor(OFFICER).visit("/admin").text
