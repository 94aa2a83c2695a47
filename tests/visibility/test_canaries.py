"""Every value is a canary: no ungranted one and none of another's row is in any byte anybody receives (O1)."""

from random import Random

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from models.catalogue.catalogue import catalogue
from models.catalogue.item import Store
from models.organisations.kinds import OrganisationKind
from tests.amount import DEEP
from tests.factories.editions import put_edition, some_items
from tests.factories.markers import FACILITIES, Marker, markers_in, number_of, value_of
from tests.visibility.canaries import check_canaries, is_marked
from tests.visibility.conftest import Enter

K = OrganisationKind
# Kind → its scope, and the facilities it may see of those that are marked.
SEES = {
    K.OWNER: (None, set(FACILITIES)),
    K.OCCTO: (None, set(FACILITIES)),
    K.MINISTRY: (None, set(FACILITIES)),
    K.BUREAU: ("C", {"B100001C22", "B100002C22", "B100003C13"}),
    K.GRID_OPERATOR: ("tokyo", {"B100001C22", "B100002C22", "B100003C13"}),
    K.LOCAL_GOVERNMENT: ("19", {"B100001C22"}),
    K.APPLICATION_AGENT: (None, {"B100001C22", "B100003C13", "B100004I47"}),
    K.CERTIFIED_OPERATOR: ("of B100004I47", {"B100004I47"}),
    K.CONTRACTOR: (None, set()),
    K.AUDITOR: (None, set()),
}


@pytest.mark.parametrize("kind", OrganisationKind)
def test_nobody_receives_a_value_that_is_not_theirs(enter_marked: Enter, marked_url: str, kind: K) -> None:
    check_canaries(enter_marked, marked_url, kind, *SEES[kind])


@pytest.mark.parametrize("seed", range(24 if DEEP else 1))
def test_under_a_random_edition_pages_and_files_hold_what_it_grants_and_nothing_else(
    enter_marked: Enter, marked_url: str, seed: int
) -> None:
    chance = Random(seed)
    kind = chance.choice([kind for kind, (_, seen) in SEES.items() if seen])
    internal = {item.key for item in catalogue().items if item.internal}
    visible = some_items(chance) - (internal if kind is K.CERTIFIED_OPERATOR else set())
    engine = create_engine(marked_url)
    with Session(engine) as session:
        put_edition(session, kind, visible)
        session.commit()
    engine.dispose()
    check_canaries(enter_marked, marked_url, kind, *SEES[kind], visible)


def test_the_table_of_this_test_is_the_products_scope() -> None:
    assert SEES.keys() == set(OrganisationKind)
    assert {kind for kind, (_, seen) in SEES.items() if not seen} == {K.CONTRACTOR, K.AUDITOR}


def test_every_form_in_which_a_value_is_shown_is_recognised() -> None:
    from blueprints.formatting import item_value
    from models.catalogue.file_cells import cell
    from models.certifications.item_columns import typed

    for facility_id in FACILITIES:
        for item in catalogue().items:
            if item.store is Store.SITE or not is_marked(item.key):
                continue
            stored = value_of(item, number_of(facility_id, item))
            for shown in (item_value(typed(item, stored), item, eras=True), str(cell(item, typed(item, stored)))):
                assert markers_in(shown) == {Marker(facility_id, item.key)}, (item.key, shown)
