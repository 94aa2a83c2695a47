"""Whose record of viewing a case asks about, and of which days."""

from datetime import timedelta

from sqlalchemy.orm import Session

from models import clock
from models.cases.case import WatchCase
from models.cases.opening import alerts_of
from models.certifications.viewing_record import Watched

BEFORE = timedelta(days=28)
"""What grew slowly is seen from its beginning: the longest window of a rule is four weeks."""


def watched_in(session: Session, case: WatchCase) -> Watched | None:
    """The person, from four weeks before the first alert to the day of the last; None where it is about nobody."""
    days = [clock.day_in_japan(one.at) for one in alerts_of(session, case)]
    if case.account_id is None or not days:
        return None
    return Watched(case.account_id, min(days) - BEFORE, max(days))
