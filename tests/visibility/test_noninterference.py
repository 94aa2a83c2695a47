"""Change only what somebody may not see: every answer they get stays the same, to the byte (O2)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
import time_machine
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.accounts.sign_in_session import Rung
from models.certifications.criteria import read_criteria
from models.register.tripwire import install_tripwire
from tests.access.people import new_account, signed_in
from tests.amount import DEEP
from tests.driver.fingerprint import fingerprint
from tests.driver.visitor import Visitor
from tests.factories.viewers import viewer_of
from tests.models.certifications.listing import taken_away
from tests.visibility.answers import IDS, answers_to
from tests.visibility.conftest import Enter
from tests.visibility.questions import Question, address, questions
from tests.visibility.worlds import EYES, Eyes, change_what_is_hidden

NOW = datetime(2026, 5, 11, 3, 0, tzinfo=UTC)
WORLDS = {"sqlite": 4, "postgresql": 2} if DEEP else {"sqlite": 2, "postgresql": 2}
PAIRS = {"sqlite": 1_400, "postgresql": 100} if DEEP else {"sqlite": 80, "postgresql": 40}
"""For each pair of eyes: more than ten thousand in all where everything is asked."""
PAGES = {"sqlite": 10, "postgresql": 4}


@pytest.mark.parametrize("eyes", EYES, ids=lambda eyes: eyes.kind.value)
def test_no_answer_of_the_domain_depends_on_what_is_hidden(stock: Session, eyes: Eyes) -> None:
    viewer = viewer_of(stock, eyes.kind, eyes.code)
    viewer = replace(viewer, actor=replace(viewer.actor, account_id=new_account(stock).id))
    stock.commit()
    dialect = stock.get_bind().dialect.name
    asked = questions(PAIRS[dialect] // WORLDS[dialect] - len(IDS), seed=1)
    before = answers_to(stock, viewer, asked)
    assert len({repr(one) for one in before.values()}) > 5, "answers that are all alike prove nothing"
    for world in range(WORLDS[dialect]):
        change_what_is_hidden(stock, viewer, eyes, Random(world))
        differing = {name for name, one in answers_to(stock, viewer, asked).items() if one != before[name]}
        assert differing == set(), f"world {world}"


@pytest.mark.parametrize("eyes", EYES, ids=lambda eyes: eyes.kind.value)
def test_no_page_depends_on_what_is_hidden(enter_stock: Enter, stock_url: str, eyes: Eyes) -> None:
    with time_machine.travel(NOW, tick=False), _session(stock_url) as session:
        visitor = enter_stock(eyes.kind, eyes.code)
        viewer = viewer_of(session, eyes.kind, eyes.code)
        before = dict(_pages(visitor, stock_url))
        change_what_is_hidden(session, viewer, eyes, Random(100))
        for name, one in _pages(visitor, stock_url):
            assert one == before[name], name


@contextmanager
def _session(url: str) -> Iterator[Session]:
    engine = create_engine(url)
    install_tripwire(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


def _pages(visitor: Visitor, url: str) -> Iterator[tuple[str, object]]:
    paths = [address(one) for one in questions(PAGES[url.partition(":")[0].partition("+")[0]], seed=2)]
    paths += [f"/certifications/{facility_id}{page}" for facility_id in IDS[:6] for page in ("", "/why")]
    paths += ["/", "/certifications/columns", "/certifications/saved", "/certifications?changed_since=2026-05-01"]
    paths += [path.replace("?", f"/{page}?", 1) for page in ("export", "breakdown") for path in paths[:3]]
    paths += ["/certifications/breakdown", "/certifications/breakdown?prefecture=22"]
    script = {"HX-Request": "true", "HX-Request-Type": "partial"}
    for path in paths:
        yield path, fingerprint(visitor.request("GET", path))
    for path in paths[:4]:
        yield f"fragment {path}", fingerprint(visitor.request("GET", path, headers=script))


@pytest.mark.parametrize("eyes", EYES, ids=lambda eyes: eyes.kind.value)
def test_a_file_does_not_depend_on_what_is_hidden(stock: Session, eyes: Eyes) -> None:
    viewer = viewer_of(stock, eyes.kind, eyes.code)
    account = new_account(stock)
    signed_in(stock, account, Rung.CONSENT)
    stock.commit()
    viewer = replace(viewer, actor=replace(viewer.actor, account_id=account.id))
    asked = questions(6, seed=3)
    before = [_file(stock, viewer, one) for one in asked]
    change_what_is_hidden(stock, viewer, eyes, Random(7))
    assert [_file(stock, viewer, one) for one in asked] == before


def _file(stock: Session, viewer: Viewer, question: Question) -> object:
    rows = taken_away(stock, viewer, read_criteria(question, viewer.items))
    assert rows is not None
    stock.rollback()
    return rows
