"""A case about somebody, as an alert opens it."""

from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account
from models.cases.opening import put_in_case
from models.detection.alert import Severity
from models.monitoring.tables import AlertState, MonitoringAlert
from tests.factories.incidents import OUTGOING


def raise_alert(session: Session, account: Account, severity: Severity = Severity.ALERT) -> MonitoringAlert:
    """An alert about a person, which is in no case yet."""
    alert = MonitoringAlert(
        at=clock.now(),
        rule="export-volume",
        severity_code=severity.value,
        login_id=account.login_id,
        account_id=account.id,
        organisation_name=account.organisation.name,
        organisation_id=account.organisation_id,
        reason="書き出した件数が100件で、定められた上限から定まる100件以上。",
        edition=0,
        event_number=1,
        state_code=AlertState.NEW.value,
        due_to_stop=False,
    )
    session.add(alert)
    session.flush()
    return alert


def open_case(session: Session, account: Account) -> None:
    """The case that comes of an alert about a person."""
    put_in_case(session, OUTGOING, raise_alert(session, account), clock.now())
