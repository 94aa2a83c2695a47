"""How much one person may take away, at the edges of its numbers and of its times (B4)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.certifications.quota import Limits, OverQuota, Remaining, check_quota, remaining
from tests.factories.viewers import SOMEONE

LIMITS = Limits(rows_a_file=10_000, rows_a_day=50_000, files_in_a_while=3)
NOON = datetime(2026, 5, 11, 3, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 5, 10, 15, 0, tzinfo=UTC)  # in Japan


def taken(session: Session, at: datetime, rows: int, account: int = 1) -> None:
    """A file of so many rows, taken at this moment."""
    details = {"asked": {}, "total": rows, "items": [], "purpose": "x", "note": "", "file_number": "x", "format": "csv"}
    with time_machine.travel(at, tick=False):
        record(session, Event(EventName.CERTIFICATIONS_EXPORTED, replace(SOMEONE, account_id=account), details=details))


def test_nothing_taken_leaves_everything(session: Session) -> None:
    assert remaining(session, 1, NOON, LIMITS) == Remaining(50_000, 3)


@pytest.mark.parametrize(
    ("left", "rows", "allowed"),
    [
        (Remaining(50_000, 3), 10_000, True),
        (Remaining(50_000, 3), 10_001, False),
        (Remaining(9_999, 3), 9_999, True),
        (Remaining(9_999, 3), 10_000, False),
        (Remaining(0, 3), 0, True),
        (Remaining(0, 3), 1, False),
        (Remaining(50_000, 1), 1, True),
        (Remaining(50_000, 0), 0, False),
    ],
)
def test_a_file_is_allowed_up_to_what_is_left_and_not_a_row_more(left: Remaining, rows: int, *, allowed: bool) -> None:
    if allowed:
        check_quota(left, rows, LIMITS)
        return
    with pytest.raises(OverQuota) as refused:
        check_quota(left, rows, LIMITS)
    assert refused.value.reason.endswith("。")


def test_the_day_begins_at_midnight_in_japan(session: Session) -> None:
    taken(session, MIDNIGHT - timedelta(microseconds=1), 10_000)
    taken(session, MIDNIGHT, 7)
    assert remaining(session, 1, NOON, LIMITS).rows_today == 50_000 - 7
    assert remaining(session, 1, MIDNIGHT - timedelta(microseconds=1), LIMITS).rows_today == 40_000 - 7


def test_a_file_counts_for_ten_minutes_and_no_longer(session: Session) -> None:
    taken(session, NOON, 1)
    for later, left in ((timedelta(), 2), (timedelta(minutes=10, microseconds=-1), 2), (timedelta(minutes=10), 3)):
        assert remaining(session, 1, NOON + later, LIMITS).files_now == left


def test_the_ten_minutes_reach_over_midnight(session: Session) -> None:
    for minutes in (1, 2, 3):
        taken(session, MIDNIGHT - timedelta(minutes=minutes), 10_000)
    assert remaining(session, 1, MIDNIGHT, LIMITS) == Remaining(50_000, 0)


def test_what_is_left_never_falls_below_nothing(session: Session) -> None:
    for _ in range(6):
        taken(session, NOON, 10_000)
    assert remaining(session, 1, NOON, LIMITS) == Remaining(0, 0)


def test_a_deployment_sets_its_own_numbers(session: Session) -> None:
    generous = replace(LIMITS, rows_a_file=100_000, rows_a_day=300_000, files_in_a_while=9)
    check_quota(remaining(session, 1, NOON, generous), 100_000, generous)
    for limit in ({"rows_a_file": 9}, {"rows_a_day": 9}, {"files_in_a_while": 0}):
        strict = replace(generous, **limit)
        with pytest.raises(OverQuota):
            check_quota(remaining(session, 1, NOON, strict), 10, strict)


def test_everybody_has_a_quota_of_their_own_and_lists_do_not_count(session: Session) -> None:
    taken(session, NOON, 10_000, account=2)
    details = {"asked": {}, "total": 10_000, "items": []}
    with time_machine.travel(NOON, tick=False):
        record(session, Event(EventName.CERTIFICATIONS_LISTED, SOMEONE, details=details))
    assert remaining(session, 1, NOON, LIMITS) == Remaining(50_000, 3)
