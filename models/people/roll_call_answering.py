"""Who answers for whom in a roll-call (M7, policy §4)."""

from datetime import datetime

from sqlalchemy import ColumnElement, or_

from models.people.roll_call import RollCallEntry
from models.people.succession import looked_after
from models.people.watchers import IN_CHARGE

BY_OFFICER = tuple(sorted(IN_CHARGE))
"""Roles the owner's officers answer for; the responsible persons answer for the rest, where there are any."""


def answered_by_officers(now: datetime) -> ColumnElement[bool]:
    """The entries that the owner's officers answer, silence being a stop for organisations with nobody to speak."""
    nobody_there = RollCallEntry.organisation_id.not_in(looked_after(now))
    return or_(RollCallEntry.role_code.in_(BY_OFFICER), nobody_there)
