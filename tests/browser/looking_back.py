"""What operators, and whoever answers them, can be shown: looks, an inquiry, requests over the quota and on paper."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.accounts.account import Role
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.certifications.criteria import read_criteria
from models.certifications.detail import read
from models.certifications.excess import asking
from models.certifications.export_order import Wish
from models.certifications.quota import Limits
from models.inquiries.inquiry import InquiryKind
from models.inquiries.sending import send
from models.legal.purposes import Purpose, purposes_for
from models.looking_back import paper
from models.looking_back.paper import PaperWish
from models.looking_back.paper_request import IdentityCheck, PaperRequest
from models.looking_back.period import Period
from models.looking_back.record import read_page
from models.organisations.kinds import OrganisationKind
from models.register.certification import CERTIFICATIONS
from models.register.tripwire import opened
from tests.factories import incidents
from tests.factories.stock import TWO_PREFECTURES
from tests.models.accounts.people import BOX, add_organisation, add_person

OPERATOR = "rokuro.mori"
FILE = "20260511-AAAAAAAA"
NOTHING = Limits(0, 0, 0)


def fill_looking_back(session: Session, reader: str, colleague: str, member: str, manager: str) -> None:
    """Lay it all down. ``reader`` and ``colleague`` are officers, ``member`` somebody with a responsible person."""
    with opened():
        own = select(CERTIFICATIONS.c.operator_id).where(CERTIFICATIONS.c.facility_id == TWO_PREFECTURES)
        number = session.execute(own).scalar_one()
    company = add_organisation(session, "みほん発電株式会社", OrganisationKind.CERTIFIED_OPERATOR)
    company.scope_code = str(number)
    add_person(session, OPERATOR, company, Role.RESPONSIBLE_PERSON)
    for _ in range(3):
        read(session, incidents.viewer(session, colleague), TWO_PREFECTURES)
    _inquire(session, incidents.viewer(session, OPERATOR))
    for login_id in (reader, member):
        _ask(session, incidents.viewer(session, login_id))
    _exported(session, incidents.viewer(session, colleague))
    _on_paper(session, incidents.viewer(session, manager), incidents.viewer(session, reader))


def _inquire(session: Session, operator: Viewer) -> None:
    page = read_page(session, operator, BOX, TWO_PREFECTURES, Period.usual(clock.today()))
    numbers, text = [look.number for look in page.looks], "なぜ閲覧したのですか。"
    send(session, incidents.OUTGOING, operator, TWO_PREFECTURES, InquiryKind.OBJECTION, numbers, text)


def _ask(session: Session, viewer: Viewer) -> None:
    purpose = next(one for one in purposes_for(viewer.kind) if one is not Purpose.OTHER)
    wish = Wish(read_criteria({"source": ["太陽光"]}, viewer.items), purpose)
    asking.ask(session, incidents.OUTGOING, viewer, wish, "一度に必要なため", NOTHING)


def _exported(session: Session, viewer: Viewer) -> None:
    details = {"asked": {"source": ["太陽光"]}, "total": 12, "items": ["facility_id", "operator_name"], "note": ""}
    stated = {"purpose": Purpose.AUDIT_INSPECTION.value, "file_number": FILE, "format": "csv"}
    name, file = EventName.CERTIFICATIONS_EXPORTED, f"file:{FILE}"
    record(session, Event(name, viewer.actor, object=file, edition=1, details=details | stated))
    compared = {"sha256": "0" * 64, "verdict": "altered", "facts": ["件数"], "rows": 12, "lines": [9], "missing": 1}
    told = {"file_number": FILE, **compared}
    record(session, Event(EventName.EXPORT_COMPARED, viewer.actor, object=file, details=told))


def _on_paper(session: Session, manager: Viewer, officer: Viewer) -> None:
    period = Period.usual(clock.today())
    wish = PaperWish("見本 花子", "静岡県見本市1-2-3", IdentityCheck.PHOTO_ID, "", TWO_PREFECTURES, period)
    first = paper.enter(session, manager, wish, "書面での請求")
    paper.enter(session, manager, replace(wish, requester="見本 太郎"), "書面での請求")
    asked = session.get_one(PaperRequest, first.id)
    asked.released_by, asked.released_at = officer.account_id, clock.now()
