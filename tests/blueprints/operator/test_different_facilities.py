"""How many different facilities a person was shown, from the pages they open to the file that is stopped (M12)."""

import json

import pytest
from sqlalchemy import select

from models.accounts.account import AccountState
from models.detection.measures import Measure
from models.monitoring.tables import DetectorState, MonitoringAlert
from models.monitoring.watching import catch_up
from tests.blueprints.incidents.conftest import Office
from tests.driver.visitor import Visitor
from tests.factories.incidents import MEMBER, account
from tests.factories.stock import UNDER_A_LAW
from tests.factories.watching import only_exports, use_rules

PAGE, ALL = 20, 29
"""Facilities on the first page of the list, and on both."""
TAKING = {"purpose": "買取業務", "format": "csv"}


def figure(office: Office) -> int:
    """What detection has counted of the member today."""
    catch_up(office.sessions)
    with office.session() as session:
        chosen = select(DetectorState.state).where(DetectorState.subject == f"person:{MEMBER}")
        found: int = json.loads(session.scalars(chosen).one())["today"][Measure.DIFFERENT]
    return found


def look(member: Visitor, times: int = 1) -> None:
    """See the first page of the list so often."""
    for _ in range(times):
        member.visit(f"/certifications?size={PAGE}")


def take(member: Visitor, expect: int = 200, **changes: str) -> None:
    """Take the whole list as a file."""
    member.visit("/certifications/export")
    member.submit("目的を確認して書き出す", TAKING | changes, expect=expect)


def test_whoever_pages_the_same_page_has_few_and_whoever_pages_on_has_all(office: Office) -> None:
    member = office.visitor(MEMBER)
    look(member, times=5)
    assert figure(office) == PAGE
    member.follow("次のページ ›")
    assert figure(office) == pytest.approx(ALL, abs=2)
    before = figure(office)
    member.visit(f"/certifications/{UNDER_A_LAW}")
    assert figure(office) == before


def test_a_file_counts_its_facilities_and_none_that_was_shown_before(office: Office) -> None:
    member = office.visitor(MEMBER)
    take(member)
    assert figure(office) == ALL
    look(member)
    take(member)
    assert figure(office) == ALL


def test_a_file_that_is_only_counted_when_it_is_ordered_counts_each_of_its_rows(office: Office) -> None:
    member = office.visitor(MEMBER)
    look(member)
    take(member, format="csv-shift-jis")
    assert figure(office) == PAGE + ALL


@pytest.mark.parametrize(("limit", "passes"), [(ALL - 1, False), (ALL, False), (ALL + 5, True)])
def test_the_file_that_reaches_the_limit_stops_its_person(office: Office, limit: int, passes: bool) -> None:
    rules = only_exports(10**6)
    rules["export-volume"]["measures"]["different"] = {"floor": limit, "limit": limit}
    with office.session() as session:
        use_rules(session, rules)
    member = office.visitor(MEMBER)
    look(member, times=10)  # far more rows than the limit, and the same facilities
    page = member.visit("/certifications/export")
    told = f"監視の規則「大量の書き出し」の上限（1日に表示・書き出しした異なる設備 {limit} 件）に達します。"
    assert (told in page.text) is not passes
    take(member, expect=200 if passes else 403)
    with office.session() as session:
        assert account(session, MEMBER).state is (AccountState.ACTIVE if passes else AccountState.STOPPED)
        assert session.scalars(select(MonitoringAlert.rule)).all() == ([] if passes else ["export-volume"])
