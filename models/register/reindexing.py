"""Making anew what follows from stored facts: scope rows, totals and tallies, the search index, operators' identities.

Needed after a release that changes how they are worked out (``scope_facts``, ``folding``), and harmless otherwise.
"""

from itertools import islice

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import clock
from models.register import search_index
from models.register.bulk import Directly, Stamp
from models.register.certification import Certification
from models.register.facts import complete, stored_facts
from models.register.numbers import move_version, take_turn
from models.register.operators import renew_identities
from models.register.scopes import RegisterScope
from models.register.tallies import Tally
from models.register.totals import Movements, Total, apply
from models.register.tripwire import opened
from models.register.writing import Change, write_what_follows

BATCH = 10_000
"""Scope rows are written in the order of their key: the more at once, the fewer pages are touched."""


def rebuild(session: Session) -> int:
    """Empty and refill them from the certifications; tell how many certifications there are."""
    movements = Movements()
    with opened():
        take_turn(session)
        renew_identities(session)
        writer = Directly(session, Stamp(clock.now()))
        search_index.clear(session)
        session.execute(delete(RegisterScope))
        session.execute(delete(Total))
        session.execute(delete(Tally))
        numbers = session.scalars(select(Certification.id).order_by(Certification.position)).all()
        waiting = iter(numbers)
        while batch := list(islice(waiting, BATCH)):
            facts = stored_facts(session, batch)
            complete(session, facts)
            write_what_follows([Change(number, None, facts[number]) for number in batch], movements, writer)
        apply(session, movements)
        move_version(session)
    return len(numbers)
