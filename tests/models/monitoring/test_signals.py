"""Which event of the trail is which act."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent
from models.detection.signal import Act
from models.monitoring.signals import WATCHED, act_of, signals_of
from tests.models.people.office import MEMBER, Office

FACILITY = "A123456C22"
ASKED = {"facility_id": [FACILITY]}
EVENTS = [
    (EventName.CERTIFICATIONS_LISTED, {"asked": {}, "total": 9, "items": []}, [1, 2, 3], "", Act.SEARCH, "", 3),
    (
        EventName.CERTIFICATION_READ,
        {"asked": ASKED, "items": []},
        [1],
        "facility:A123456C22",
        Act.VIEW,
        "A123456C22",
        1,
    ),
    (EventName.CERTIFICATION_ABSENT, {"asked": ASKED}, [], "facility:absent", Act.DENIED, FACILITY, 0),
    (EventName.PAGE_REFUSED, {"endpoint": "x", "method": "GET", "why": "not-permitted"}, [], "", Act.DENIED, "", 0),
    (EventName.SIGNED_IN, {"device": "Edge"}, [], "", Act.SIGN_IN, "", 0),
]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("name", "details", "shown", "about", "act", "facility", "rows"), EVENTS)
def test_an_event_is_an_act_with_what_it_showed(
    session: Session,
    office: Office,
    name: EventName,
    details: dict[str, object],
    shown: list[int],
    about: str,
    act: Act,
    facility: str,
    rows: int,
) -> None:
    actor = office.viewer(MEMBER).actor
    number = record(session, Event(name, actor, object=about, certifications=shown, details=details))
    (found,) = signals_of(session, [session.get_one(AuditEvent, number)])
    assert found[0] == number
    signal = found[1]
    assert (signal.act, signal.facility_id, signal.rows) == (act, facility, rows)
    assert (signal.login_id, signal.organisation, signal.kind) == (MEMBER, actor.organisation, "grid_operator")


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_failed_sign_in_names_whose_id_was_tried_and_a_right_code_is_no_signal(
    session: Session, office: Office
) -> None:
    account = office.account(MEMBER)
    about, details = f"account:{account.id}", {"given_id": MEMBER, "unknown_mark": "", "why": "wrong"}
    nobody = office.viewer(MEMBER).actor.__class__(address="198.51.100.7")
    failed = record(session, Event(EventName.PASSWORD_CHECKED, nobody, Outcome.REFUSED, about, details=details))
    details = {"given_id": "", "unknown_mark": "1f0c9a3e", "why": "unknown_id"}
    unknown = record(session, Event(EventName.PASSWORD_CHECKED, nobody, Outcome.REFUSED, details=details))
    right = record(session, Event(EventName.CODE_CHECKED, office.viewer(MEMBER).actor, details={"why": ""}))
    events = session.scalars(select(AuditEvent).where(AuditEvent.number >= failed).order_by(AuditEvent.number)).all()
    found = dict(signals_of(session, events))
    assert found[failed].login_id == MEMBER
    assert found[failed].organisation == account.organisation.name
    assert (found[unknown].login_id, found[unknown].organisation) == ("?1f0c9a3e", "")
    assert right not in found


def test_whatever_shows_certifications_is_watched() -> None:
    reading = {name.value for name in EventName if name.value.startswith("register:certification:")}
    previews = {EventName.PREVIEW_LISTED.value, EventName.PREVIEW_READ.value}
    assert reading | previews <= set(WATCHED)


def test_an_unknown_id_recorded_without_a_mark_is_nobodys(session: Session) -> None:
    event = AuditEvent(
        number=1,
        at=clock.now(),
        name=EventName.PASSWORD_CHECKED.value,
        outcome="refused",
        account_id=None,
        login_id="",
        organisation="",
        unit="",
        address="198.51.100.7",
        device="",
        object="",
        details={"given_id": "", "why": "unknown_id"},
    )
    ((_number, signal),) = signals_of(session, [event])
    assert (signal.act, signal.login_id) == (Act.SIGN_IN_FAILED, "")


def test_nobody_at_the_console_is_watched() -> None:
    event = AuditEvent(name=EventName.CERTIFICATION_READ.value, outcome="done", account_id=None)
    assert act_of(event) is None
