"""SQLite and PostgreSQL answer alike: the same rows in the same order, the same totals, whatever is asked."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.certifications.criteria import read_criteria
from models.organisations.kinds import OrganisationKind
from tests import amount
from tests.factories.asking import Asked, searches
from tests.factories.truth import Known
from tests.factories.viewers import without
from tests.models.certifications.listing import Walk, walk
from tests.proofs.conftest import Ground
from tests.proofs.scopes import Organisation
from tests.proofs.test_random_searches import eyes

ROWS_A_PAGE = 40


def test_both_hold_the_same_register_but_for_the_numbers_of_operators(both: tuple[Ground, Ground]) -> None:
    one, other = ([_without_number(known) for known in ground.known] for ground in both)
    assert one == other
    numbers = [{known.id: known.values["operator_id"] for known in ground.known} for ground in both]
    pairs = {(numbers[0][key], numbers[1][key]) for key in numbers[0]}
    assert len(pairs) == len(set(numbers[0].values())) == len(set(numbers[1].values()))


@pytest.mark.parametrize("kind", OrganisationKind)
@amount.searches(ordinary=6, deep=1_000)
@given(data=st.data())
def test_a_search_has_one_answer(both: tuple[Ground, Ground], kind: OrganisationKind, data: st.DataObject) -> None:
    organisation, withdrawn = data.draw(eyes(kind))
    asked = data.draw(searches(both[0].known))
    one, other = both
    there = _by_the_others_numbers(organisation, one, other)
    asked_there = _answer(other, there, withdrawn, asked)
    assert _answer(one, organisation, withdrawn, asked).pages == asked_there.pages


def _without_number(known: Known) -> Known:
    return replace(known, values=known.values | {"operator_id": None})


def _by_the_others_numbers(organisation: Organisation, one: Ground, other: Ground) -> Organisation:
    """The same operator where operators were numbered in another order."""
    if organisation.kind is not OrganisationKind.CERTIFIED_OPERATOR:
        return organisation
    theirs = {str(known.values["operator_id"]): known.id for known in one.known}
    facility = theirs.get(organisation.code or "")
    found = next((known for known in other.known if known.id == facility), None)
    return organisation if found is None else replace(organisation, code=str(found.values["operator_id"]))


def _answer(ground: Ground, organisation: Organisation, withdrawn: tuple[str, ...], asked: Asked) -> Walk:
    viewer = without(ground.viewer(organisation), *withdrawn)
    try:
        return walk(ground.session, viewer, replace(read_criteria(asked.address, viewer.items), size=ROWS_A_PAGE))
    finally:
        ground.session.rollback()
