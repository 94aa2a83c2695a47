"""Who may see which incident. Nobody handles a case about themselves, and a foreign one is absent (M8).

The person who reported sees their own report; the responsible persons of their organisation what they have to pass on;
the owner's officers what has come to them. Each sees another part, by another page.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, not_, or_, select
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.db import begin_writing
from models.errors import NotFound
from models.incidents.incident import Incident, is_about


def reported_by(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that it is the viewer's own report."""
    return Incident.reporter_id == viewer.actor.account_id


def looked_after_by(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that a member of the viewer's organisation reported it to them as its responsible person."""
    if Permission.DESK not in viewer.permissions:
        return false()
    return and_(
        Incident.reporter_organisation_id == viewer.actor.organisation_id,
        Incident.reporter_id != viewer.actor.account_id,
        ~Incident.confidential,
        _not_about(viewer),
    )


def handled_by(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """The condition that it has come to the viewer as an officer of the owner, written down or by the clock."""
    if Permission.INCIDENT_HANDLE not in viewer.permissions:
        return false()
    return and_(or_(Incident.passed_on_at.is_not(None), Incident.due_at <= now), _not_about(viewer))


def report_for(session: Session, viewer: Viewer, number: int) -> Incident:
    """The report, for who made it and for whoever passes it on. Raises ``NotFound``."""
    return _one(session, number, or_(reported_by(viewer), looked_after_by(viewer)))


def case_for(session: Session, viewer: Viewer, number: int) -> Incident:
    """The case, for an officer of the owner. Raises ``NotFound``, for one about themselves too."""
    return _one(session, number, handled_by(viewer, clock.now()))


def hold_report(session: Session, viewer: Viewer, number: int) -> Incident:
    """Like ``report_for``, held until the end of the transaction."""
    return _one(session, number, or_(reported_by(viewer), looked_after_by(viewer)), held=True)


def hold_case(session: Session, viewer: Viewer, number: int) -> Incident:
    """Like ``case_for``, held until the end of the transaction."""
    return _one(session, number, handled_by(viewer, clock.now()), held=True)


def is_theirs(incident: Incident, viewer: Viewer) -> bool:
    """Whether the viewer reported it."""
    return incident.reporter_id == viewer.actor.account_id


def _not_about(viewer: Viewer) -> ColumnElement[bool]:
    return not_(is_about(viewer.actor.account_id))


def _one(session: Session, number: int, seen: ColumnElement[bool], *, held: bool = False) -> Incident:
    chosen = select(Incident).where(Incident.id == number, seen).execution_options(populate_existing=True)
    if held:
        begin_writing(session)
        # Weak enough that a line of the timeline, which refers to the incident, can be written beside it.
        chosen = chosen.with_for_update(of=Incident, key_share=True)
    found = session.scalar(chosen)
    if found is None:
        raise NotFound
    return found
