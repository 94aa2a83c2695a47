"""A measure that is taken because of an incident: its timeline says so, in the same transaction."""

from flask import flash, request

from blueprints.identity import current_viewer
from blueprints.unit_of_work import current_session
from models.errors import NotFound
from models.incidents.handling import note_measure

CASE = "incident"


def note_in_case(sentence: str) -> None:
    """State the measure in the case the address names, if it names one (``?incident=12``)."""
    number = request.args.get(CASE, type=int)
    if number is None:
        return
    try:
        note_measure(current_session(), current_viewer().actor, number, sentence)
    except NotFound:  # what had to be done is done all the same
        flash("事案の経過には書き込めませんでした。事案の画面から書き足してください。", "warning")
