"""Making scope rows, totals and the search index anew, as an act of its own (M11)."""

from sqlalchemy.orm import Session

from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.register.reindexing import rebuild


def reindex(session: Session, actor: Actor) -> int:
    """Work out anew what follows from the stored facts; tell of how many certifications. Nothing certified changes.

    Needed after a release that changes how scope keys or folded texts are made.
    """
    number = rebuild(session)
    record(session, Event(EventName.REGISTER_REINDEXED, actor, details={"certifications": number}))
    return number
