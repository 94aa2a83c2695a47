"""Whatever an edition grants, nobody receives a value it withholds, and no answer depends on one (M9, O1, O2).

Each example draws an edition, a kind and its scope, and asks many questions of it: a pair is an edition and a question.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.catalogue.catalogue import catalogue
from models.catalogue.item import can_be_granted
from models.certifications import breakdown, detail, search
from models.certifications.criteria import read_criteria
from models.errors import NotFound
from models.organisations.kinds import OrganisationKind
from models.register.tripwire import install_tripwire
from tests import amount
from tests.access.people import new_account
from tests.databases.templates import Databases, Recipe
from tests.factories.editions import put_edition, some_items
from tests.factories.markers import FACILITIES, UNMARKED, marked, markers_in, number_of, operator_of
from tests.factories.stock import stocked
from tests.factories.viewers import viewer_of
from tests.visibility.answers import answers_to
from tests.visibility.questions import Question, questions
from tests.visibility.worlds import EYES, Eyes, change_what_is_hidden

K = OrganisationKind
QUESTIONS = 40
"""Questions to each edition."""
SCOPES: dict[K, tuple[tuple[str | None, frozenset[str]], ...]] = {
    K.OWNER: ((None, frozenset(FACILITIES)),),
    K.OCCTO: ((None, frozenset(FACILITIES)),),
    K.MINISTRY: ((None, frozenset(FACILITIES)),),
    K.BUREAU: (("C", frozenset({"B100001C22", "B100002C22", "B100003C13"})), ("", frozenset())),
    K.GRID_OPERATOR: (
        ("tokyo", frozenset({"B100001C22", "B100002C22", "B100003C13"})),
        ("okinawa", frozenset({"B100004I47"})),
        ("nowhere", frozenset()),
    ),
    K.LOCAL_GOVERNMENT: (("19", frozenset({"B100001C22"})), ("47", frozenset({"B100004I47"})), (None, frozenset())),
    K.APPLICATION_AGENT: ((None, frozenset({"B100001C22", "B100003C13", "B100004I47"})),),
    K.CERTIFIED_OPERATOR: (("of B100004I47", frozenset({"B100004I47"})), ("0", frozenset())),
}
"""Kind → its scopes, each with the marked facilities in them; ``of …``: the operator of that facility."""


@pytest.fixture(scope="session")
def marked_ground(databases: Databases) -> Iterator[Session]:
    """The marked register; nothing any example writes is kept."""
    with _laid(databases, marked) as session:
        yield session


@contextmanager
def _laid(databases: Databases, recipe: Recipe) -> Iterator[Session]:
    url = databases.copy(recipe)
    engine = create_engine(url)
    install_tripwire(engine)
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()
    databases.drop(url)


@amount.searches(ordinary=6, deep=150)
@given(
    scoped=st.sampled_from([(kind, *scope) for kind, scopes in SCOPES.items() for scope in scopes]),
    seed=st.integers(0, 1 << 32),
)
def test_no_value_withheld_by_a_random_edition_is_received(
    marked_ground: Session, scoped: tuple[K, str | None, frozenset[str]], seed: int
) -> None:
    (kind, scope, facilities), chance = scoped, Random(seed)
    granted = some_items(chance)
    try:
        account = new_account(marked_ground).id
        number = put_edition(marked_ground, kind, granted)
        if scope and scope.startswith("of "):
            url = marked_ground.get_bind().engine.url.render_as_string(hide_password=False)
            scope = operator_of(url, scope.removeprefix("of "))
        viewer = viewer_of(marked_ground, kind, scope)
        viewer = replace(viewer, actor=replace(viewer.actor, account_id=account))
        by_key = catalogue().by_key
        visible = {key for key in granted if can_be_granted(by_key[key], kind)}
        assert (viewer.items.edition, viewer.items.by_key.keys()) == (number, visible)
        for question, answer in _received(marked_ground, viewer, chance):
            named = markers_in(repr(question))
            found = markers_in(answer) - named
            stray = {one for one in found if one.item not in visible or one.facility_id not in facilities}
            assert stray == set(), f"{question}"
    finally:
        marked_ground.rollback()


def _received(session: Session, viewer: Viewer, chance: Random) -> Iterator[tuple[object, str]]:
    for number in range(QUESTIONS - len(FACILITIES)):
        question = _question(chance)
        criteria = read_criteria(question, viewer.items)
        if criteria.problems:
            yield question, repr(criteria)
        elif number % 8:
            yield question, repr(search.search(session, viewer, criteria))
        else:
            yield question, repr(breakdown.breakdown(session, viewer, criteria))
    for facility_id in FACILITIES:
        try:
            yield facility_id, repr(detail.read(session, viewer, facility_id))
        except NotFound as refused:
            yield facility_id, refused.reason


def _question(chance: Random) -> Question:
    """A question that names columns, words that are markers, an order: of items granted or not."""
    items = catalogue().items
    asked: Question = {"columns": [item.key for item in chance.sample(items, 20)]}
    if chance.random() < 0.4:
        item = chance.choice([one for one in items if one.searchable and one.key not in UNMARKED])
        asked[chance.choice(["q", item.key])] = [f"印{number_of(chance.choice(list(FACILITIES)), item):06}"]
    if chance.random() < 0.4:
        asked["sort"] = [chance.choice(["", "-"]) + chance.choice([one.key for one in items if one.sortable])]
    return asked


@amount.searches(ordinary=2, deep=120)
@given(eyes=st.sampled_from(EYES), seed=st.integers(0, 1 << 32))
def test_no_answer_depends_on_what_a_random_edition_withholds(databases: Databases, eyes: Eyes, seed: int) -> None:
    chance = Random(seed)
    with _laid(databases, stocked) as stock:
        put_edition(stock, eyes.kind, some_items(chance))
        viewer = viewer_of(stock, eyes.kind, eyes.code)
        viewer = replace(viewer, actor=replace(viewer.actor, account_id=new_account(stock).id))
        stock.commit()
        asked = questions(QUESTIONS, seed)
        before = answers_to(stock, viewer, asked)
        change_what_is_hidden(stock, viewer, eyes, chance)
        after = answers_to(stock, viewer, asked)
        assert {name for name, one in after.items() if one != before[name]} == set()
