"""Requests as lists, and what one asks for in words, as far as its reader may see the items it names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, joinedload

from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.certifications.criteria import read_criteria
from models.certifications.excess.request import ExportRequest, GoesTo, RequestState
from models.certifications.excess.visibility import asked_by, decided_by
from models.lists import ListFilter, ListSpec, equals

HIDDEN_CONDITIONS = "権限により表示しない条件"


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A request in words: its conditions, the labels of its columns, and how many of these the reader may not see."""

    conditions: Sequence[str]
    columns: Sequence[str]
    withheld: int


def asked_for(request: ExportRequest, viewer: Viewer) -> AskedFor:
    """What is asked for, to this reader."""
    criteria = read_criteria(request.asked, viewer.items)
    visible = viewer.items.all_of(request.items)
    hidden = (HIDDEN_CONDITIONS,) if criteria.ignored or criteria.problems else ()
    return AskedFor(
        (*criteria.describe(), *hidden), [item.label for item in visible], len(request.items) - len(visible)
    )


def own_requests(viewer: Viewer, now: datetime) -> ListSpec[ExportRequest]:
    """The viewer's own, newest first."""
    return _spec(asked_by(viewer), now)


def requests_to_decide(viewer: Viewer, now: datetime) -> ListSpec[ExportRequest]:
    """Those the viewer may look at as one who decides, newest first."""
    deciders = ListFilter(
        "goes_to", "承認する人", equals(ExportRequest.goes_to_code), [(one.value, one.label) for one in GoesTo]
    )
    return _spec(decided_by(viewer), now, deciders)


def count_to_decide(session: Session, viewer: Viewer, now: datetime) -> tuple[int, str]:
    """How many wait for this very person, and whom they are asked of (a value of ``GoesTo``)."""
    goes_to = GoesTo.RESPONSIBLE if Permission.DESK in viewer.permissions else GoesTo.OFFICERS
    theirs = (decided_by(viewer), is_in(RequestState.ASKED, now), ExportRequest.goes_to_code == goes_to.value)
    return session.scalar(select(func.count()).select_from(ExportRequest).where(*theirs)) or 0, goes_to.value


def is_in(state: RequestState, now: datetime) -> ColumnElement[bool]:
    """The condition that a request stands so, by the clock."""
    stored, living = ExportRequest.state_code, [one.value for one in RequestState if not one.over]
    if state is RequestState.EXPIRED:
        return (stored == state.value) | and_(stored.in_(living), ExportRequest.expires_at <= now)
    return stored == state.value if state.over else and_(stored == state.value, ExportRequest.expires_at > now)


def _spec(seen: ColumnElement[bool], now: datetime, *more: ListFilter) -> ListSpec[ExportRequest]:
    states = [(one.value, one.label) for one in RequestState]
    loaded = (joinedload(ExportRequest.asker), joinedload(ExportRequest.organisation))
    return ListSpec(
        select(ExportRequest).where(seen).options(*loaded),
        ExportRequest.id,
        {"at": ExportRequest.asked_at, "expires": ExportRequest.expires_at, "rows": ExportRequest.rows},
        (ListFilter("state", "状態", lambda value: is_in(RequestState(value), now), states), *more),
        descending=True,
    )
