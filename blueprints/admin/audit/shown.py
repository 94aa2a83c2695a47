"""How an act reads in a list."""

from flask import url_for

from blueprints.admin.listing import ListCell
from blueprints.formatting import NOTHING, weekday_moment
from models.audit.event_meanings import label_of
from models.audit.event_names import Outcome
from models.audit.tables import AuditEvent
from models.auditing.acts import OUTCOMES, FacilityAct

Act = AuditEvent | FacilityAct
_TAGS = {Outcome.DONE: "neutral", Outcome.REFUSED: "attention", Outcome.FAILED: "bad"}


def number(act: Act) -> ListCell:
    """The event's number, with the way to all of it."""
    return ListCell(str(act.number), url_for("audit.read", number=act.number))


def when(act: Act) -> str:
    """When it was."""
    return weekday_moment(act.at)


def what(act: Act) -> str:
    """What was done."""
    return label_of(act.name)


def outcome(act: Act) -> ListCell:
    """How it ended."""
    ended = Outcome(act.outcome)
    return ListCell(OUTCOMES[ended], tag=_TAGS[ended])


def actor(act: Act) -> ListCell:
    """Who did it, with the way to everything else they did."""
    if not act.login_id:
        return ListCell(NOTHING)
    return ListCell(act.login_id, url_for("audit.index", actor=act.login_id))


def place(act: Act) -> str:
    """Their organisation and unit."""
    return f"{act.organisation} {act.unit}".strip() or NOTHING


def address(act: Act) -> str:
    """From where."""
    return act.address or NOTHING


def about(act: Act) -> str:
    """What it was done to."""
    return act.object or NOTHING
