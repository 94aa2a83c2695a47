"""A measure that is taken because of an incident: its timeline says so, in the same transaction."""

from flask import request

from blueprints.identity import current_viewer
from blueprints.unit_of_work import current_session
from models.incidents.handling import note_measure

CASE = "incident"


def note_in_case(sentence: str) -> None:
    """State the measure in the case the address names, if it names one (``?incident=12``)."""
    number = request.args.get(CASE, type=int)
    if number is not None:
        note_measure(current_session(), current_viewer().actor, number, sentence)
