"""Detection in line: before a file is taken, and when a sign-in is complete (M11, M12).

An export waits for detection: is it down or behind, there is none (fail closed). A sign-in does not: it is looked at in
the same transaction where that is possible, and by the worker a moment later where it is not.
"""

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.accounts.lifecycle import lock_account
from models.accounts.outcomes import NotAdmitted, SignedIn
from models.accounts.sign_in_session import SignInSession
from models.accounts.standing import Bar, what_bars
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.errors import DomainError
from models.monitoring.acting import stop_for_alerts, unanswered_about
from models.monitoring.feeding import Feeding, is_late
from models.monitoring.signals import export_ahead
from models.monitoring.tables import MonitoringAlert

log = logging.getLogger(__name__)

MOST_IN_LINE = 500
"""So many events are taken in by an act that waits (half a second at most); the worker takes in the rest."""
Ended = TypeVar("Ended")


class DetectionDown(DomainError):
    """Detection cannot look at the export, so there is none."""

    def __init__(self) -> None:
        super().__init__(
            "利用状況の監視が働いていないため、いまは書き出しを受け付けていません。数分後にもう一度お試しください。"
            "続くときは、システム管理者に連絡してください。"
        )


class StoppedByDetection(DomainError):
    """The export is not made. What was written with the refusal is to be kept: alert, stop, ended sessions."""


def before_export(
    session: Session, viewer: Viewer, account: Account, rows: int, facilities: Sequence[int] = ()
) -> Feeding:
    """Let detection look at a file of ``rows`` before it is recorded; ``account`` is the viewer's, and held.

    ``facilities`` are the keys it holds; where they are only counted so far, each row counts as another one. Whoever
    records the file says so with ``fed_ahead``. Raises ``DetectionDown``, ``StoppedByDetection``.
    """
    now = clock.now()
    if (bar := what_bars(account, now)) is not None:
        raise StoppedByDetection(bar.reason)  # stopped while this waited for its turn
    try:
        with session.begin_nested():
            feeding = Feeding(session)
            caught_up = feeding.catch_up(MOST_IN_LINE) or not is_late(session, now)
            if caught_up:
                feeding.feed(export_ahead(viewer, rows, now, facilities))
            feeding.save()
    except Exception as error:
        # Whatever it is, a rule that fails or a row that is gone: nobody takes a file that was not looked at.
        log.exception("detection could not look at an export")
        raise DetectionDown from error
    stopped, alert = stop_for_alerts(session, account, now), unanswered_about(session, account)
    feeding.record()
    if stopped or alert is not None:
        raise _refused(session, viewer, (*stopped, *([alert] if alert else []))[0], rows)
    if not caught_up:
        raise DetectionDown
    return feeding


def watch_sign_in(session: Session, sign_in: SignInSession, complete: Callable[[], Ended]) -> Ended | NotAdmitted:
    """Complete a sign-in, and let detection look at it in the same transaction; stopped, it opens nothing.

    Account and detector are held before ``complete`` records anything.
    """
    account = lock_account(session, sign_in.account_id)
    feeding = _feeding_if_it_works(session)
    outcome = complete()
    if feeding is None or not isinstance(outcome, SignedIn):
        return outcome
    try:
        with session.begin_nested():
            feeding.catch_up(MOST_IN_LINE)
            feeding.save()
    except Exception:
        log.exception("detection could not look at a sign-in")
        return outcome
    stopped = stop_for_alerts(session, account, clock.now())
    feeding.record()
    return NotAdmitted(Bar.STOPPED.reason) if stopped else outcome


def _feeding_if_it_works(session: Session) -> Feeding | None:
    try:
        with session.begin_nested():
            return Feeding(session)
    except Exception:
        log.exception("detection is down")
        return None


def _refused(session: Session, viewer: Viewer, alert: MonitoringAlert, rows: int) -> StoppedByDetection:
    details = {"rows": rows, "rule": alert.rule}
    event = Event(EventName.EXPORT_STOPPED, viewer.actor, Outcome.REFUSED, f"alert:{alert.id}", details=details)
    record(session, event)
    return StoppedByDetection(
        "通常と異なる利用が検知されたため、書き出しを中止しました。"
        "所属組織のシステム利用責任者とシステム保有者に知らせました。"
    )
