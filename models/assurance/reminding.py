"""Writing about findings whose last day has passed: to their owner and the owner's officers, once for each last day."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.assurance.finding import Finding, FindingEntryKind, write
from models.assurance.finding_lists import is_late
from models.assurance.following import hold_finding
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import SessionFactory, one_transaction
from models.mail.finding_letters import overdue
from models.mail.outgoing import Outgoing


def remind_of_findings(sessions: SessionFactory, outgoing: Outgoing, now: datetime) -> int:
    """Write about every finding that is late and has not been written about; returns how many findings. Two at once do
    no harm."""
    today = clock.day_in_japan(now)
    untold = or_(Finding.reminded_for.is_(None), Finding.reminded_for != Finding.due_on)
    with sessions() as session:
        numbers = session.scalars(select(Finding.id).where(is_late(today), untold).order_by(Finding.id)).all()
    return sum(_remind(sessions, outgoing, number, now) for number in numbers)


def _remind(sessions: SessionFactory, outgoing: Outgoing, number: int, now: datetime) -> bool:
    with one_transaction(sessions) as session:
        finding = hold_finding(session, number)
        if not finding.is_overdue(clock.day_in_japan(now)) or finding.reminded_for == finding.due_on:
            return False  # another process was first, or its owner
        people = _told(session, finding)
        url = outgoing.url(f"/admin/findings/{number}")
        for one in people:
            outgoing.send(session, overdue(one.email, one.person_name, finding.reference, finding.due_on, url), now)
        finding.reminded_for = finding.due_on
        text = f"期限を過ぎたことを、担当と保有者担当の {len(people)} 名にメールで知らせました。"
        write(session, finding, FindingEntryKind.REMINDED, None, text)
        details = {"due_on": finding.due_on.isoformat()}
        event = Event(EventName.FINDING_REMINDED, Actor.worker(), object=f"finding:{number}", details=details)
        record(session, event)
    return True


def _told(session: Session, finding: Finding) -> list[Account]:
    active = Account.state_code == AccountState.ACTIVE.value
    concerned = or_(Account.id == finding.owner_id, Account.role_code == Role.OWNER_OFFICER.value)
    return list(session.scalars(select(Account).where(active, concerned).order_by(Account.id)))
