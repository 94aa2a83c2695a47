"""An officer reads nothing in the trail of inquiries about their own looks, nor of incidents about them (B1, M8)."""

from models.audit.event_meanings import label_of
from models.audit.event_names import EventName
from tests.blueprints.incidents.conftest import Office
from tests.driver.visitor import Visitor
from tests.factories.incidents import MEMBER, OFFICER, SECOND_OFFICER, reported
from tests.factories.looking_back import OPERATOR, OWN


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
