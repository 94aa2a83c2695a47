"""Long lists: in the order of an index or in the register's own, never sorted while somebody waits."""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.certifications import walking
from models.certifications.criteria import SearchCriteria
from models.certifications.search import search
from models.organisations.kinds import OrganisationKind
from models.register.certification import SORTED_BY_INDEX, Certification
from models.register.tripwire import opened
from tests.factories.truth import Known, everything, in_order, matching
from tests.factories.viewers import viewer_of, without
from tests.models.certifications.listing import ask, walk, walk_back

K = OrganisationKind


@pytest.fixture(autouse=True)
def everything_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """The register in small is long for these tests."""
    monkeypatch.setattr(walking, "MOST_SORTED", 3)


ASKED = ({}, {"q": "みほん -鶴見"}, {"source": ["太陽光", "風力"]})


@pytest.mark.parametrize("key", sorted(SORTED_BY_INDEX))
def test_a_list_read_along_an_index_is_the_list_sorted(stock: Session, key: str) -> None:
    known = everything(stock)
    for hidden, sign, asked in product(((), ("certified_on",)), ("", "-"), ASKED):
        viewer = without(viewer_of(stock, K.OWNER), *hidden)
        criteria = replace(ask(viewer, sort=f"{sign}{key}", **asked), size=7)
        check_walk(stock, viewer, criteria, known)


def check_walk(session: Session, viewer: Viewer, criteria: SearchCriteria, known: list[Known]) -> None:
    """There and back, the list is the truth in the order asked for."""
    visible = viewer.items.by_key
    expected = [one.id for one in in_order(matching(known, criteria, visible), criteria, visible)]
    walked = walk(session, viewer, criteria)
    assert len(expected) > walking.MOST_SORTED
    assert walked.ids == expected
    back = walk_back(session, viewer, walked.pages[-1])
    assert [row.id for page in back for row in page.rows] == expected[: len(expected) - len(walked.pages[-1].rows)]


def test_empty_values_stand_at_the_end_of_a_list_read_along_an_index(stock: Session) -> None:
    with opened():
        stock.execute(update(Certification).where(Certification.id % 3 == 0).values(operator_name=None))
        stock.commit()
    viewer = viewer_of(stock, K.OWNER)
    for sort in ("operator_name", "-operator_name"):
        check_walk(stock, viewer, replace(ask(viewer, sort=sort), size=7), everything(stock))


def test_a_list_too_long_to_sort_says_so_and_keeps_its_own_order(stock: Session) -> None:
    viewer = viewer_of(stock, K.OWNER)
    criteria = ask(viewer, sort="panel_output_kw")
    page = search(stock, viewer, criteria)
    assert page.unsorted is not None
    assert page.unsorted.key == "panel_output_kw"
    assert page.criteria.sort.item is None
    assert [row.id for row in page.rows] == [row.id for row in search(stock, viewer, ask(viewer)).rows]


def test_a_short_list_is_sorted_by_anything_that_sorts(stock: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "MOST_SORTED", 20_000)
    viewer = viewer_of(stock, K.OWNER)
    page = search(stock, viewer, ask(viewer, sort="panel_output_kw"))
    assert page.unsorted is None
    assert page.criteria.sort.parameter() == "panel_output_kw"


@pytest.mark.parametrize("key", sorted(SORTED_BY_INDEX))
def test_the_index_is_what_a_long_list_is_read_along(stock: Session, key: str) -> None:
    asked: list[tuple[str, Any]] = []

    def keep(_connection: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        asked.append((statement, parameters))

    event.listen(stock.get_bind(), "before_cursor_execute", keep)
    viewer = viewer_of(stock, K.OWNER)
    search(stock, viewer, ask(viewer, sort=key))
    with opened():
        plan = _plan(stock, *next(pair for pair in asked if "ORDER BY" in pair[0] and "EXISTS" in pair[0]))
    # Equal values are sorted at most, never the whole list.
    assert "TEMP B-TREE FOR ORDER BY" not in plan, plan
    assert "  Sort  " not in plan, plan
    assert "INDEX" in plan.upper(), plan


def _plan(session: Session, statement: str, parameters: Any) -> str:
    if session.get_bind().dialect.name == "sqlite":
        explained = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return "\n".join(row[3] for row in explained)
    # Over so few rows PostgreSQL would read and sort them all: what counts is that it need not.
    for setting in ("enable_seqscan", "enable_bitmapscan", "enable_sort"):
        session.connection().exec_driver_sql(f"SET LOCAL {setting} = off")
    return "\n".join(row[0] for row in session.connection().exec_driver_sql(f"EXPLAIN {statement}", parameters))
