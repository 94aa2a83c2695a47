"""What can be stopped from a case: a person, their organisation, a whole kind of organisations (M8)."""

from collections.abc import Iterator
from typing import Any

from flask import url_for

from models.incidents.incident import Incident


def levers_of(incident: Incident) -> Iterator[tuple[str, str]]:
    """Label and address of each; the page there states the consequence, and notes in the timeline what was done."""
    for label, endpoint, values in _levers(incident):
        yield label, url_for(endpoint, **values, incident=incident.id)


def _levers(incident: Incident) -> Iterator[tuple[str, str, dict[str, Any]]]:
    if incident.person_id is not None:
        yield "この利用者を停止する", "people.ask_stop", {"number": incident.person_id}
    if incident.organisation is not None:
        kind = incident.organisation.kind
        yield "この組織の利用を停止する", "organisations.ask_bar", {"number": incident.organisation.id}
        yield f"{kind.label}全体を緊急停止する", "kinds.ask_stop", {"kind": kind.value}
