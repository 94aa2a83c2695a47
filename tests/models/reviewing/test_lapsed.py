"""An item that leaves the catalogue takes the grants of drafts with it, and brings none back (M9, B5)."""

import pytest

from models import clock
from models.access.visible_items import visible_items
from models.approvals.approval import hold_approval
from models.catalogue.catalogue import Catalogue, shipped_catalogue
from models.catalogue.item import PersonalData
from models.catalogue.recorded import record_catalogue
from models.errors import Conflict
from models.reviewing.cells import CellKey, cells_of
from models.reviewing.drafting import put_cells
from models.reviewing.drafts import find_draft
from models.reviewing.item_filter import ItemFilter
from models.reviewing.matrix import found_rows, sheet_in_force, sheet_of_draft
from models.reviewing.putting_in_force import PUT_IN_FORCE
from models.reviewing.ticking import put_ticks
from tests.factories.facilities import IMPORTER
from tests.models.reviewing.conftest import GRID, TOWN, Committee, cell

SHOWN = cell("facility_id", GRID)


@pytest.fixture
def wanted(committee: Committee) -> CellKey:
    """A cell that the first edition does not grant."""
    granted = cells_of(committee.session, 1)
    plain = (item.key for item in shipped_catalogue().items if item.personal is PersonalData.NO and not item.internal)
    return next(cell(item, TOWN) for item in plain if cell(item, TOWN) not in granted)


def leave(committee: Committee, item: str) -> None:
    """A catalogue without the item is taken into use."""
    whole = shipped_catalogue()
    items = tuple(one for one in whole.items if one.key != item)
    without = Catalogue(items, whole.sections, whole.attributes, whole.grounds, digest="0" * 64)
    record_catalogue(committee.session, IMPORTER, without)
    committee.session.commit()


def come_again(committee: Committee) -> None:
    """The catalogue this process runs with is taken into use again."""
    record_catalogue(committee.session, IMPORTER, shipped_catalogue())
    committee.session.commit()


def sees(committee: Committee, key: CellKey) -> bool:
    """Whether the cell shows its item at this moment."""
    return key.item in visible_items(committee.session, key.attribute, clock.now())


def test_what_a_draft_granted_of_an_item_that_came_again_is_named_and_not_granted(
    committee: Committee, wanted: CellKey
) -> None:
    number = committee.draft({wanted: committee.terms(less_will_not_do=""), SHOWN: None})
    leave(committee, wanted.item)
    come_again(committee)
    draft = find_draft(committee.session, number)
    assert (list(draft.lapsed), draft.changes.keys()) == ([wanted], {SHOWN})
    approval = committee.propose(number)
    shown = PUT_IN_FORCE.difference(committee.session, hold_approval(committee.session, approval))
    label = shipped_catalogue().by_key[wanted.item].label
    assert [one.after for one in shown.changes if "外れた項目" in one.label] == [f"版に入らない：{label}"]
    committee.approve(approval)
    assert wanted not in cells_of(committee.session, 2)
    assert (sees(committee, wanted), sees(committee, SHOWN)) == (False, False)


def test_what_was_proposed_before_the_item_left_cannot_be_approved(committee: Committee, wanted: CellKey) -> None:
    approval = committee.propose(committee.draft({wanted: committee.terms(less_will_not_do=""), SHOWN: None}))
    leave(committee, wanted.item)
    come_again(committee)
    with pytest.raises(Conflict, match="項目一覧が変わった"):
        committee.approve(approval)
    committee.session.rollback()
    assert not sees(committee, wanted)


def test_an_item_that_is_gone_is_named_by_its_draft(committee: Committee, wanted: CellKey) -> None:
    number = committee.draft({wanted: committee.terms(less_will_not_do="")})
    leave(committee, wanted.item)
    draft = find_draft(committee.session, number)
    assert (list(draft.lapsed), draft.changes_anything) == ([wanted], False)


def test_whoever_grants_it_anew_has_decided_anew(committee: Committee, wanted: CellKey) -> None:
    terms = committee.terms(less_will_not_do="")
    number = committee.draft({wanted: terms})
    leave(committee, wanted.item)
    come_again(committee)
    put_cells(committee.session, committee.first, number, committee.revision(number), {wanted: terms})
    assert not find_draft(committee.session, number).lapsed
    committee.approve(committee.propose(number))
    assert sees(committee, wanted)


def test_the_matrix_shows_no_grant_that_counts_no_more(committee: Committee) -> None:
    number = committee.draft({cell("scheme", GRID): None})
    leave(committee, SHOWN.item)
    come_again(committee)
    for sheet in (sheet_in_force(committee.session), sheet_of_draft(committee.session, number)):
        (row,) = (one for one in found_rows(committee.session, sheet, ItemFilter()) if one.item.key == SHOWN.item)
        assert [one.terms for one in row.cells if one.grantable] == [None] * sum(one.grantable for one in row.cells)
    revision = committee.revision(number)
    assert not put_ticks(committee.session, committee.first, number, revision, [SHOWN], [], committee.terms())
