"""SQLite and PostgreSQL answer alike: the same rows in the same order, the same totals, whatever is asked."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.certifications.criteria import read_criteria
from models.organisations.kinds import OrganisationKind
from tests.factories.asking import Asked, searches
from tests.factories.viewers import without
from tests.models.certifications.listing import Walk, walk
from tests.proofs import amount
from tests.proofs.conftest import Ground
from tests.proofs.scopes import Organisation
from tests.proofs.test_random_searches import eyes

ROWS_A_PAGE = 40


def test_both_hold_the_same_register(both: tuple[Ground, Ground]) -> None:
    one, other = both
    assert one.known == other.known


@pytest.mark.parametrize("kind", OrganisationKind)
@amount.searches(ordinary=8, deep=1_000)
@given(data=st.data())
def test_a_search_has_one_answer(both: tuple[Ground, Ground], kind: OrganisationKind, data: st.DataObject) -> None:
    organisation, withdrawn = data.draw(eyes(kind))
    asked = data.draw(searches(both[0].known))
    one, other = (_answer(ground, organisation, withdrawn, asked) for ground in both)
    assert one.pages == other.pages


def _answer(ground: Ground, organisation: Organisation, withdrawn: tuple[str, ...], asked: Asked) -> Walk:
    viewer = without(ground.viewer(organisation), *withdrawn)
    try:
        return walk(ground.session, viewer, replace(read_criteria(asked.address, viewer.items), size=ROWS_A_PAGE))
    finally:
        ground.session.rollback()
