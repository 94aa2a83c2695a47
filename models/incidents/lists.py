"""The lists of incidents: a person's own reports with those they pass on, and the officers' cases."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.incidents.deadlines import is_counted, is_near, is_overdue
from models.incidents.incident import Incident
from models.incidents.kinds import IncidentKind, IncidentState, Severity, Way
from models.incidents.visibility import handled_by, looked_after_by, reported_by
from models.lists import ListFilter, ListSpec, equals

OVERDUE, NEAR, COUNTED = "overdue", "near", "counted"
NONE = "none"
"""Of the severity: nobody has stated it yet."""
TO_ASSESS = "waiting"


def reports_of(viewer: Viewer, now: datetime) -> ListSpec[Incident]:
    """The viewer's own reports, and as a responsible person those of their organisation; newest first."""
    seen = or_(reported_by(viewer), looked_after_by(viewer))
    states = ListFilter("state", "状態", lambda value: is_in(IncidentState(value), now), _states())
    assessment = ListFilter("assessment", "評価", lambda _value: _to_assess(viewer), [(TO_ASSESS, "評価を待つ")])
    return ListSpec(
        select(Incident).where(seen).options(joinedload(Incident.reporter)),
        Incident.id,
        {"at": Incident.reported_at},
        (states, assessment) if Permission.DESK in viewer.permissions else (states,),
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
                lambda value: _stands(value, today),
                [(OVERDUE, "期限超過"), (NEAR, "期限が近い"), (COUNTED, "報告が残っている")],
            ),
            ListFilter(
                "severity",
                "重大度",
                lambda value: equals(Incident.severity_code)("" if value == NONE else value),
                [(NONE, "未評価"), *((one.value, one.label) for one in Severity)],
            ),
            ListFilter("kind", "種類", equals(Incident.kind_code), [(one, one.label) for one in IncidentKind]),
            ListFilter("way", "届き方", lambda value: _came(Way(value)), [(one, one.label) for one in Way]),
        ),
        descending=True,
    )


def count_to_assess(session: Session, viewer: Viewer, now: datetime) -> tuple[int, int]:
    """How many reports wait for the viewer's assessment as a responsible person, and of how many the time is over."""
    waiting = session.scalar(select(func.count()).where(_to_assess(viewer))) or 0
    over = session.scalar(select(func.count()).where(_to_assess(viewer), Incident.due_at <= now)) or 0
    return waiting, over


def count_cases(session: Session, viewer: Viewer, now: datetime, today: date) -> tuple[int, int, int]:
    """Of an officer's open cases: how many nobody has assessed, how many have a report to the authority due soon, and
    how many one overdue."""

    def count(condition: ColumnElement[bool]) -> int:
        return session.scalar(select(func.count()).where(handled_by(viewer, now), condition)) or 0

    unassessed = and_(is_in(IncidentState.OPEN, now), Incident.severity_code == "")
    return count(unassessed), count(is_near(today)), count(is_overdue(today))


def _to_assess(viewer: Viewer) -> ColumnElement[bool]:
    """Of what came to the viewer as a responsible person: what the clock has passed on is still theirs to assess."""
    open_yet = and_(Incident.closed_at.is_(None), Incident.severity_code == "")
    return and_(looked_after_by(viewer), Incident.due_at.is_not(None), open_yet)


def _stands(value: str, today: date) -> ColumnElement[bool]:
    return {OVERDUE: is_overdue, NEAR: is_near}[value](today) if value != COUNTED else is_counted()


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
