"""Whose record of viewing a case asks about."""

from models.certifications.viewing_record import Watched
from models.incidents.incident import Incident


def watched_in(incident: Incident) -> Watched | None:
    """The person concerned and the period; None until both are stated."""
    if incident.person_id is None or incident.period_from is None or incident.period_to is None:
        return None
    return Watched(incident.person_id, incident.period_from, incident.period_to)
