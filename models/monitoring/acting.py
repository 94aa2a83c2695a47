"""Acting on alerts: whom an alert of the highest degree is about is stopped, at the next request in every worker."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from models.accounts import lifecycle
from models.accounts.account import Account, AccountState
from models.accounts.standing import StopReason
from models.db import SessionFactory, one_transaction
from models.detection.alert import Severity
from models.monitoring.feeding import DETECTOR
from models.monitoring.tables import AlertState, MonitoringAlert
from models.people.watchers import IN_CHARGE, others_in_office


def stop_for_alerts(session: Session, account: Account, now: datetime) -> Sequence[MonitoringAlert]:
    """Stop the account for the alerts that wait to stop it; those alerts. The caller holds the account.

    Its sessions end with it. The letters are written with the case (``models.cases.opening``). The last in office of
    those who watch are not stopped by a rule: nobody would be left to look into it. Where everybody else who would be
    left is held by somebody at this moment, and may be on their way out as well, the alerts go on waiting: the worker
    comes back to them within seconds.
    """
    waiting = select(MonitoringAlert).where(MonitoringAlert.account_id == account.id, MonitoringAlert.due_to_stop)
    found = session.scalars(waiting.order_by(MonitoringAlert.id).execution_options(populate_existing=True)).all()
    if not found:
        return ()
    alone = account.role in IN_CHARGE and not others_in_office(session, account, held=True)
    if alone and others_in_office(session, account):
        return ()
    if not alone:
        reason = f"監視の規則「{found[0].rule}」による自動の停止"
        why = StopReason.MONITORING
        if not lifecycle.stop(session, DETECTOR, account.id, why, now, reason):
            # Somebody was quicker: an ordinary stop would be undone, or struck off, without an officer's word.
            lifecycle.harden(session, DETECTOR, account, why, now, reason)
    stopped = account.state is AccountState.STOPPED
    for one in found:
        one.due_to_stop, one.stopped_at = False, now if stopped else None
    session.flush()
    return found if stopped else ()


def unanswered_about(session: Session, account: Account) -> MonitoringAlert | None:
    """The first alert of the highest degree that has stopped nobody and is not settled, about this person or their
    whole organisation.

    An alert is raised once while what it is about lasts. Where it could not stop anybody (the last who watches, an
    organisation as a whole), or not yet, asking a second time must not be the way past it.
    """
    alert = MonitoringAlert
    theirs = or_(
        alert.account_id == account.id,
        and_(alert.login_id == "", alert.organisation_id == account.organisation_id),
    )
    still_open = alert.state_code.in_([AlertState.NEW.value, AlertState.IN_CASE.value])
    stops = alert.severity_code == Severity.STOP.value
    chosen = select(alert).where(theirs, still_open, stops, alert.stopped_at.is_(None))
    return session.scalars(chosen.order_by(alert.id).limit(1)).first()


def stop_everybody_due(sessions: SessionFactory, now: datetime) -> int:
    """Stop whoever waits to be stopped, each in a transaction of its own; returns how many there were."""
    with sessions() as session:
        chosen = select(MonitoringAlert.account_id).where(MonitoringAlert.due_to_stop).distinct()
        numbers = sorted(number for number in session.scalars(chosen) if number is not None)
    for number in numbers:
        with one_transaction(sessions) as session:
            stop_for_alerts(session, lifecycle.lock_account(session, number), now)
    return len(numbers)
