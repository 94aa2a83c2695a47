"""The lists of incidents: a person's own reports with those they pass on, and the officers' cases."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from models.access.viewer import Viewer
from models.incidents.deadlines import is_counted, is_overdue
from models.incidents.incident import Incident
from models.incidents.kinds import IncidentKind, IncidentState, Severity, Way
from models.incidents.visibility import handled_by, looked_after_by, reported_by
from models.lists import ListFilter, ListSpec, equals

OVERDUE, COUNTED = "overdue", "counted"


def reports_of(viewer: Viewer, now: datetime) -> ListSpec[Incident]:
    """The viewer's own reports, and as a responsible person those of their organisation; newest first."""
    seen = or_(reported_by(viewer), looked_after_by(viewer))
    return ListSpec(
        select(Incident).where(seen).options(joinedload(Incident.reporter)),
        Incident.id,
        {"at": Incident.reported_at},
        (ListFilter("state", "状態", lambda value: is_in(IncidentState(value), now), _states()),),
        descending=True,
    )


def cases_of(viewer: Viewer, now: datetime, today: date) -> ListSpec[Incident]:
    """The cases an officer may handle, newest first."""
    statement = select(Incident).where(handled_by(viewer, now))
    return ListSpec(
        statement.options(joinedload(Incident.reporter_organisation), joinedload(Incident.organisation)),
        Incident.id,
        {"at": Incident.reported_at},
        (
            ListFilter("state", "状態", lambda value: is_in(IncidentState(value), now), _states()[1:]),
            ListFilter(
                "deadline",
                "個人情報保護委員会への報告",
                lambda value: is_overdue(today) if value == OVERDUE else is_counted(),
                [(OVERDUE, "期限超過"), (COUNTED, "報告が残っている")],
            ),
            ListFilter("severity", "重大度", equals(Incident.severity_code), [(one, one.label) for one in Severity]),
            ListFilter("kind", "種類", equals(Incident.kind_code), [(one, one.label) for one in IncidentKind]),
            ListFilter("way", "届き方", lambda value: _came(Way(value)), [(one, one.label) for one in Way]),
        ),
        descending=True,
    )


def is_in(state: IncidentState, now: datetime) -> ColumnElement[bool]:
    """The condition that an incident stands so, by the clock."""
    come = or_(Incident.passed_on_at.is_not(None), Incident.due_at <= now)
    match state:
        case IncidentState.CLOSED:
            return Incident.closed_at.is_not(None)
        case IncidentState.OPEN:
            return and_(Incident.closed_at.is_(None), come)
        case IncidentState.WAITING:
            return and_(Incident.closed_at.is_(None), Incident.passed_on_at.is_(None), Incident.due_at > now)


def _came(way: Way) -> ColumnElement[bool]:
    if way is Way.OVERDUE:
        # Of what has come to the officers, whatever nobody has written down yet came so.
        return Incident.way_code.in_([way.value, ""])
    return Incident.way_code == way.value


def _states() -> list[tuple[str, str]]:
    return [(one, one.label) for one in IncidentState]
