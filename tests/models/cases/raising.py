"""An alert about somebody in the office, the case it opens, and its explanation."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.cases import handling
from models.cases.case import WatchCase
from models.cases.opening import open_due
from models.db import SessionFactory
from models.monitoring.tables import AlertState, MonitoringAlert
from tests.models.people.office import LEAD, MEMBER, OUTGOING, Office


def raised(session: Session, office: Office, login_id: str = MEMBER, severity: str = "alert") -> MonitoringAlert:
    """An alert about somebody, whom it has stopped already if it is of that severity."""
    account = office.account(login_id)
    alert = MonitoringAlert(
        at=clock.now(),
        rule="export-volume",
        severity_code=severity,
        login_id=login_id,
        account_id=account.id,
        organisation_name=account.organisation.name,
        organisation_id=account.organisation_id,
        reason="書き出しの件数が100件で、定められた上限から定まる100件以上。",
        edition=0,
        state_code=AlertState.NEW.value,
        due_to_stop=False,
        stopped_at=clock.now() if severity == "stop" else None,
    )
    session.add(alert)
    session.commit()
    return alert


def opened(session: Session, office: Office, sessions: SessionFactory, login_id: str = MEMBER) -> WatchCase:
    """A case about somebody."""
    raised(session, office, login_id)
    open_due(sessions, OUTGOING)
    session.rollback()
    return session.scalars(select(WatchCase).order_by(WatchCase.id.desc()).limit(1)).one()


def explain(session: Session, office: Office, case: WatchCase, text: str, login_id: str = LEAD) -> None:
    """An explanation of all that the case holds by now."""
    seen = handling.last_detected(session, case)
    handling.explain(session, OUTGOING, office.viewer(login_id), case.id, text, seen)
    session.commit()


def joined(
    session: Session, office: Office, sessions: SessionFactory, severity: str, login_id: str = MEMBER
) -> WatchCase:
    """The case that one more alert has joined."""
    raised(session, office, login_id, severity)
    open_due(sessions, OUTGOING)
    session.rollback()
    chosen = select(WatchCase).order_by(WatchCase.id.desc()).limit(1)
    return session.scalars(chosen.execution_options(populate_existing=True)).one()
