"""A case that is more than it seemed becomes an incident: the officers' way for leaks, with its own deadlines (M8)."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.audit.event_names import EventName
from models.cases.case import WatchCase, write
from models.cases.closing import end
from models.cases.handling import check_open, record_in
from models.cases.kinds import CaseEntryKind, CaseOutcome
from models.cases.opening import alerts_of
from models.cases.visibility import case_for, hold_case, is_own
from models.errors import Conflict, Forbidden
from models.incidents.answers import Answers
from models.incidents.incident import Incident
from models.incidents.kinds import IncidentKind, YesNo
from models.incidents.opening import open_by_officer
from models.mail.outgoing import Outgoing
from models.organisations.organisation import Organisation


def pass_on(
    session: Session, outgoing: Outgoing, viewer: Viewer, number: int, kind: IncidentKind, what: str
) -> Incident:
    """Make an incident of the case, which ends with that; one about the viewer's own organisation does not, for that
    takes two (``models.cases.closing``).

    Raises ``NotFound``, ``Forbidden``, ``Conflict`` (closed, or passed on already).
    """
    if {Permission.CASE_DECIDE, Permission.INCIDENT_HANDLE} - viewer.permissions:
        raise Forbidden("案件を引き継ぐ権限がありません。")
    _share_organisations(session, viewer, case_for(session, viewer, number))
    case = hold_case(session, viewer, number)
    check_open(case)
    if case.incident_id is not None:
        raise Conflict("この案件は、すでに漏えい等への対応に引き継がれています。")
    concerned = [case.account] if case.account else []
    incident = open_by_officer(session, outgoing, viewer, _answers(session, case, kind, what), concerned)
    case.incident_id = incident.id
    by = session.get_one(Account, viewer.account_id)
    text = f"漏えい等への対応（{incident.reference}）に引き継ぎました。"
    write(session, case, CaseEntryKind.PASSED_ON, by, text, clock.now())
    record_in(session, EventName.CASE_PASSED_ON, viewer.actor, number, incident=incident.id)
    if not is_own(viewer, case):
        end(session, viewer.actor, case, CaseOutcome.PASSED_ON, what)
    return incident


def _share_organisations(session: Session, viewer: Viewer, case: WatchCase) -> None:
    """An incident refers to organisations, and these come before a case in the order of locks."""
    numbers = sorted({viewer.actor.organisation_id or 0, case.organisation_id or 0})
    chosen = select(Organisation.id).where(Organisation.id.in_(numbers)).order_by(Organisation.id)
    session.execute(chosen.with_for_update(of=Organisation, read=True, key_share=True))


def _answers(session: Session, case: WatchCase, kind: IncidentKind, what: str) -> Answers:
    alerts = alerts_of(session, case)
    seen = "\n".join(f"・{clock.in_japan(one.at):%Y-%m-%d %H:%M} {one.reason}" for one in alerts)
    first: date | None = min((clock.day_in_japan(one.at) for one in alerts), default=None)
    return Answers(
        kind=kind,
        what=f"{what}\n\n検知の案件 {case.reference} から引き継いだ。\n{seen}"[:2000],
        noticed_on=clock.day_in_japan(case.opened_at),
        happened_on=min(first, clock.day_in_japan(case.opened_at)) if first else None,
        facilities="",
        information="認定情報（閲覧した内容は、事案の画面で調べる）",
        holders="不明",
        done=f"検知の案件 {case.reference} で対応した。",
        personal_data=YesNo.UNKNOWN,
        malicious=YesNo.UNKNOWN,
        person=case.account.login_id if case.account else "",
        direct=True,
    )
