"""Random searches are what they mean: pages there and back, totals, files, for every kind's scope (M9, M10, B4)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.access.viewer import Viewer
from models.certifications.criteria import read_criteria
from models.organisations.kinds import OrganisationKind
from models.words import words
from tests import amount
from tests.factories.asking import Asked, searches
from tests.factories.meaning import Question
from tests.factories.truth import in_order, in_rows_of, matching
from tests.factories.viewers import without
from tests.models.certifications.listing import check_listing
from tests.proofs.conftest import Ground
from tests.proofs.scopes import Organisation, organisations

WITHDRAWN: tuple[tuple[str, ...], ...] = (
    (),
    (),
    (),
    ("certified_on",),
    ("output_kw",),
    ("parcel_addresses",),
    ("operator_name", "site_address"),
)
"""Items an edition may no longer grant."""


def eyes(kind: OrganisationKind) -> st.SearchStrategy[tuple[Organisation, tuple[str, ...]]]:
    return st.tuples(st.sampled_from(organisations(kind)), st.sampled_from(WITHDRAWN))


@pytest.mark.parametrize("kind", OrganisationKind)
@amount.searches(ordinary=10, deep=1_000)
@given(data=st.data())
def test_a_search_is_what_it_means(ground: Ground, kind: OrganisationKind, data: st.DataObject) -> None:
    organisation, withdrawn = data.draw(eyes(kind))
    asked = data.draw(searches(ground.known))
    rows_a_page = data.draw(st.sampled_from([7, 13, None]))
    try:
        viewer = without(ground.viewer(organisation), *withdrawn)
        _check(ground, viewer, organisation, asked, rows_a_page)
    finally:
        ground.session.rollback()


def _check(ground: Ground, viewer: Viewer, organisation: Organisation, asked: Asked, rows_a_page: int | None) -> None:
    visible = viewer.items.by_key
    mine = [one for one in ground.known if in_rows_of(one, organisation.kind, organisation.code, organisation.laws)]
    expected = in_order(matching(mine, asked.question, visible), asked.question, visible)
    criteria = read_criteria(asked.address, viewer.items)
    assert criteria.problems == ()
    assert criteria.size == asked.question.size
    assert [item.key for item in criteria.columns] == _columns(asked.question, viewer)
    check_listing(ground.session, viewer, replace(criteria, size=rows_a_page or criteria.size), expected)


def _columns(question: Question, viewer: Viewer) -> list[str]:
    chosen = [key for key in question.columns if key in viewer.items]
    return chosen or [key for key in words().columns if key in viewer.items]
