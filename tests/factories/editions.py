"""Editions as tests need them: any grants, in force at once, without the persons an edition takes."""

from collections.abc import Iterable
from datetime import date
from itertools import count
from random import Random

from sqlalchemy import and_, func, insert, not_, select, true
from sqlalchemy.orm import Session

from models import clock
from models.catalogue.catalogue import catalogue
from models.catalogue.grants import Grant, GrantsEdition, Ground
from models.organisations.kinds import OrganisationKind

_numbers = count(100)
"""Each once, also after a rollback: what an edition grants is kept for its number."""


def put_edition(session: Session, kind: OrganisationKind, keys: Iterable[str]) -> int:
    """An edition in force from now that grants these items to a kind, and nothing to any other; its number."""
    number = next(_numbers)
    session.add(GrantsEdition(number=number, in_force_from=clock.now(), proposal=False, note="試験"))
    session.flush()
    rows = [
        {
            "edition": number,
            "attribute": kind.value,
            "item": key,
            "ground": Ground.DUTY.value,
            "reference": "試験",
            "reviewer": "試験",
            "reviewed_on": date(2026, 4, 1),
        }
        for key in sorted(keys)
    ]
    if rows:
        session.execute(insert(Grant), rows)
    return number


def withdraw(session: Session, *keys: str, kind: OrganisationKind | None = None) -> int:
    """An edition in force from now: the newest one without these items, for a kind or for every one; its number."""
    number = next(_numbers)
    newest = session.scalars(select(func.max(GrantsEdition.number))).one()
    session.add(GrantsEdition(number=number, in_force_from=clock.now(), proposal=False, note="試験"))
    session.flush()
    gone = and_(Grant.item.in_(keys), Grant.attribute == kind.value if kind else true())
    kept = session.execute(select(Grant.__table__).where(Grant.edition == newest, not_(gone))).mappings()
    session.execute(insert(Grant), [{**row, "edition": number} for row in kept])
    return number


def some_items(chance: Random) -> frozenset[str]:
    """Some items of the catalogue: hardly any, a good part, nearly all."""
    share = chance.choice([0.0, 0.02, 0.3, 0.7, 0.98, 1.0])
    return frozenset(item.key for item in catalogue().items if chance.random() < share)
