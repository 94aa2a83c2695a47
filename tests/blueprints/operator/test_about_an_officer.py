"""An officer reads nothing in the trail of inquiries about their own looks, nor of incidents about them (B1, M8)."""

from sqlalchemy import select

from models.accounts.account import Role
from models.audit.event_meanings import label_of
from models.audit.event_names import EventName
from models.mail.outbox import OutboxLetter
from tests.blueprints.incidents.conftest import Office
from tests.driver.visitor import Visitor
from tests.factories.incidents import MEMBER, OFFICER, SECOND_OFFICER, account, reported
from tests.factories.looking_back import OPERATOR, OWN
from tests.models.accounts.people import add_person

THIRD_OFFICER = "third-officer"


def listed(visitor: Visitor) -> list[tuple[str, str]]:
    """What was done to what, as the trail tells this reader."""
    return [(line["操作"], line["対象"]) for line in visitor.visit("/admin/audit?size=100").rows()]


def inquired(office: Office) -> tuple[Visitor, Visitor]:
    """The officer who looked, and the colleague who handles the operator's inquiry about that look."""
    officer, colleague, operator = (office.visitor(one) for one in (OFFICER, SECOND_OFFICER, OPERATOR))
    officer.visit(f"/certifications/{OWN}")
    [look] = operator.visit(f"/operator/facilities/{OWN}/record").rows()
    operator.submit("ask", number=[look["照会番号"]])
    operator.submit("inquiry", kind="objection", text="閲覧の理由を教えてください。")
    colleague.visit("/admin/inquiries/1")
    colleague.visit(f"/admin/inquiries/number?number={look['照会番号']}")
    colleague.visit("/admin/inquiries/1")
    colleague.submit("漏えい等の事案として引き継ぐ")
    return officer, colleague


def test_an_inquiry_about_an_officers_look_is_no_event_to_them(office: Office) -> None:
    officer, colleague = inquired(office)
    resolved = label_of(EventName.LOOK_RESOLVED.value)
    told, withheld = listed(colleague), listed(officer)
    assert {"inquiry:1", "incident:1"} <= {about for _act, about in told}
    assert resolved in {act for act, _about in told}
    assert not {"inquiry:1", "incident:1"} & {about for _act, about in withheld}
    assert resolved not in {act for act, _about in withheld}


def test_a_reported_incident_is_no_event_to_whom_it_is_about_and_to_others_it_is(office: Office) -> None:
    with office.session() as session:
        reported(session, MEMBER, person=OFFICER, direct=True)
        reported(session, MEMBER, direct=True)
    officer, colleague = office.visitor(OFFICER), office.visitor(SECOND_OFFICER)
    about = [{what for _act, what in listed(one) if what.startswith("incident:")} for one in (officer, colleague)]
    assert about == [{"incident:2"}, {"incident:1", "incident:2"}]


def passed_on(office: Office) -> Visitor:
    """The third officer, who has made an incident of an inquiry about looks of the two others."""
    with office.session() as session:
        add_person(
            session, THIRD_OFFICER, account(session, OFFICER).organisation, Role.OWNER_OFFICER, credentials=False
        )
        session.commit()
    for one in (OFFICER, SECOND_OFFICER):
        office.visitor(one).visit(f"/certifications/{OWN}")
    operator = office.visitor(OPERATOR)
    looks = operator.visit(f"/operator/facilities/{OWN}/record").rows()
    operator.submit("ask", number=[look["照会番号"] for look in looks])
    operator.submit("inquiry", kind="objection", text="閲覧の理由を教えてください。")
    third = office.visitor(THIRD_OFFICER)
    third.visit("/admin/inquiries/1")
    third.submit("漏えい等の事案として引き継ぐ")
    return third


def test_an_incident_made_of_an_inquiry_about_several_people_is_no_matter_of_any_of_them(office: Office) -> None:
    third = passed_on(office)
    assert "I-2026-" in third.visit("/admin/incidents").text
    page = third.visit("/admin/incidents/1")
    assert OFFICER in page.text
    assert SECOND_OFFICER in page.text
    third.visit("/admin/incidents/1/facts")
    third.submit("facts", person=MEMBER, severity="grave")
    for one in (OFFICER, SECOND_OFFICER):
        officer = office.visitor(one)
        assert officer.request("GET", "/admin/incidents/1").status_code == 404
        assert "I-2026-" not in officer.visit("/admin/incidents").text
        assert "incident:1" not in {what for _act, what in listed(officer)}
    assert "incident:1" in {what for _act, what in listed(third)}


def test_nobody_whom_an_incident_made_of_an_inquiry_concerns_is_written_to(office: Office) -> None:
    passed_on(office)
    with office.session() as session:
        letters = session.execute(select(OutboxLetter.recipient, OutboxLetter.subject)).all()
        addresses = {account(session, one).email for one in (OFFICER, SECOND_OFFICER)}
        third = account(session, THIRD_OFFICER).email
    told = [to for to, subject in letters if "（I-" in subject]
    assert not addresses & set(told)
    assert third in told


def test_the_last_officer_left_cannot_be_named_as_the_person_concerned(office: Office) -> None:
    third = passed_on(office)
    third.visit("/admin/incidents/1/facts")
    third.submit("facts", person=THIRD_OFFICER, severity="grave", expect=422)
