"""The upper limits of detection: above what the quota permits, and told of before a file reaches one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.accounts.account import Role
from models.certifications.quota import A_WHILE, Limits
from models.detection.alert import Severity
from models.detection.measures import Measure
from models.detection.rulebook import Mode, RuleBook, shipped_rules
from models.detection.signal import Act, Signal
from models.monitoring.upper_limits import limit_reached
from models.organisations.kinds import OrganisationKind
from models.settings import Settings
from tests.factories.watching import only, only_exports, use_rules
from tests.models.detection.acts import MONDAY, act, fed
from tests.models.people.office import staff

GRID, TOWN = OrganisationKind.GRID_OPERATOR, OrganisationKind.LOCAL_GOVERNMENT
QUOTA = Limits.of(Settings(instance=Path()))
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)


def permitted_within(time: timedelta) -> int:
    """How many rows the quota as delivered permits within so long: around midnight, two days' are left."""
    return min(QUOTA.rows_a_file * QUOTA.files_in_a_while * (time // A_WHILE), 2 * QUOTA.rows_a_day)


LISTED_A_DAY = int(shipped_rules().setting("list-paging", "").bounds[Measure.SEARCH_ROWS].limit)
PERMITTED = {
    Measure.EXPORT_ROWS: QUOTA.rows_a_day,
    Measure.EXPORT_FILES: QUOTA.files_in_a_while * (A_DAY // A_WHILE),
    Measure.FILES_IN_TEN_MINUTES: QUOTA.files_in_a_while,
    Measure.ROWS_IN_TEN_MINUTES: permitted_within(A_WHILE),
    Measure.ROWS_IN_AN_HOUR: permitted_within(AN_HOUR),
    Measure.DIFFERENT: QUOTA.rows_a_day + LISTED_A_DAY,
}


@pytest.mark.parametrize("kind", ["", *OrganisationKind])
@pytest.mark.parametrize("code", ["export-volume", "list-paging"])
def test_no_upper_limit_as_delivered_is_within_what_the_quota_as_delivered_permits(code: str, kind: str) -> None:
    bounds = shipped_rules().setting(code, kind).bounds
    watched = {measure: bounds[measure].limit for measure in PERMITTED if measure in bounds}
    assert watched
    assert {measure: limit for measure, limit in watched.items() if limit <= PERMITTED[measure]} == {}


def at_once() -> Iterator[Signal]:
    """All of a day's rows, as fast as the quota permits, before midnight and again after it."""
    files = QUOTA.rows_a_day // QUOTA.rows_a_file
    for begun in (13.5 * 60, 14 * 60):
        for one in range(files):
            minutes = begun + 10 * (one // QUOTA.files_in_a_while) + one % QUOTA.files_in_a_while
            yield act(Act.EXPORT, minutes, rows=QUOTA.rows_a_file)


def all_day() -> Iterator[Signal]:
    """As many files as the quota permits, from midnight to midnight."""
    for minutes in range(0, 24 * 60, 10):
        for _ in range(QUOTA.files_in_a_while):
            yield act(Act.EXPORT, at=MONDAY - timedelta(hours=10) + timedelta(minutes=minutes), rows=1)


@pytest.mark.parametrize("story", [at_once, all_day])
def test_whoever_takes_all_that_is_permitted_and_has_no_past_is_not_stopped(story: Any) -> None:
    assert [one.reason for one in fed(story()) if one.severity is Severity.STOP] == []


STOPPING = only_exports(4000)
BY_KIND = STOPPING | {
    "export-volume": STOPPING["export-volume"]
    | {"kinds": {GRID.value: {"measures": {"export_rows": {"limit": 300, "floor": 500}}}}}
}
BY_ROLE = STOPPING | {
    "export-volume": STOPPING["export-volume"] | {"roles": {"member": {"measures": {"export_rows": {"limit": 350}}}}}
}
OTHERS = STOPPING | {
    "export-volume": STOPPING["export-volume"] | {"roles": {"auditor": {"measures": {"export_rows": {"limit": 350}}}}}
}
BY_DIFFERENT = STOPPING | {
    "export-volume": STOPPING["export-volume"]
    | {"measures": STOPPING["export-volume"]["measures"] | {"different": {"floor": 3000, "limit": 3000}}}
}
BY_WEEK = only("slow-taking", measures={"week_export_rows": {"floor": 501, "limit": 200}})


@pytest.mark.parametrize(
    ("rules", "kind", "rows", "measure", "limit"),
    [
        (shipped_rules().data, GRID, 60_000, Measure.ROWS_IN_TEN_MINUTES, 60_000),
        (shipped_rules().data, GRID, 500_000, Measure.ROWS_IN_TEN_MINUTES, 60_000),
        (STOPPING, GRID, 4000, Measure.EXPORT_ROWS, 4000),
        (BY_KIND, GRID, 300, Measure.EXPORT_ROWS, 300),
        (BY_KIND, TOWN, 4000, Measure.EXPORT_ROWS, 4000),
        (BY_ROLE, TOWN, 350, Measure.EXPORT_ROWS, 350),  # far below the floor
        (OTHERS, TOWN, 4000, Measure.EXPORT_ROWS, 4000),
        (BY_WEEK, TOWN, 200, Measure.WEEK_EXPORT_ROWS, 200),
        (BY_DIFFERENT, TOWN, 3000, Measure.DIFFERENT, 3000),
    ],
)
def test_what_is_told_is_what_detection_does(
    session: Session, rules: dict[str, Any], kind: OrganisationKind, rows: int, measure: Measure, limit: int
) -> None:
    staff(session)
    use_rules(session, rules)

    def stops(number: int) -> bool:
        one = act(Act.EXPORT, rows=number, kind=kind.value, role="member")
        ways = (one, replace(one, facilities=range(number)))  # counted when it is ordered, or of known facilities
        (stopped,) = {any(alert.severity is Severity.STOP for alert in fed([way], RuleBook(rules))) for way in ways}
        return stopped

    reached = limit_reached(session, kind, Role.MEMBER, rows)
    assert reached is not None
    assert (reached.measure, reached.rows) == (measure, limit)
    assert f"{limit:,} 件" in reached.reason
    assert limit_reached(session, kind, Role.MEMBER, limit - 1) is None
    assert (stops(limit - 1), stops(rows)) == (False, True)


def test_a_rule_that_stops_nobody_and_one_that_cannot_be_read_have_nothing_to_tell(session: Session) -> None:
    staff(session)
    assert limit_reached(session, GRID, Role.MEMBER, 59_999) is None
    use_rules(session, only_exports(4, Mode.ALERT))
    assert limit_reached(session, GRID, Role.MEMBER, 500) is None
    use_rules(session, {"export-volume": {"mode": "whenever"}})
    assert limit_reached(session, GRID, Role.MEMBER, 500_000) is None
