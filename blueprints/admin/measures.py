"""A measure that is taken because of an incident or a case of alerts: its timeline says so, in the same transaction."""

from flask import flash, request

from blueprints.identity import current_viewer
from blueprints.row_numbers import row_number
from blueprints.unit_of_work import current_session
from models.cases import handling
from models.errors import Forbidden, NotFound
from models.incidents.handling import note_measure

INCIDENT, CASE = "incident", "case"


def note_in_case(sentence: str) -> None:
    """State the measure in the case the address names, if it names one (``?incident=12``, ``?case=3``)."""
    session, viewer = current_session(), current_viewer()
    incident, case = (request.args.get(name, type=row_number) for name in (INCIDENT, CASE))
    try:
        if incident is not None:
            note_measure(session, viewer.actor, incident, sentence)
        if case is not None:
            handling.note_measure(session, viewer, case, sentence)
    except (NotFound, Forbidden):  # what had to be done is done all the same
        flash("事案の経過には書き込めませんでした。事案の画面から書き足してください。", "warning")
