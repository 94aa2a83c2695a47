"""What an edition closes for want of a review is shown to nobody, and said to be shown by no page (M9, B5)."""

from datetime import timedelta

import pytest

from models import clock
from models.access.visible_items import visible_items
from models.organisations.kinds import OrganisationKind
from models.reviewing.attribute_pairs import differing
from models.reviewing.cells import GrantTerms, attributes
from models.reviewing.drafting import begin, set_rule
from models.reviewing.editions import counts_of, find_edition, sight_of, visible_under
from models.reviewing.files.choosing import ItemFilter as FileFilter
from models.reviewing.files.choosing import Setting, source_of
from models.reviewing.item_filter import Aspect, ItemFilter
from models.reviewing.matrix import found_rows, row_of, sheet_in_force, sheet_of_draft
from tests.models.reviewing.conftest import GRID, TOWN, Committee, cell

SHOWN = cell("facility_id", GRID)


def overdue(committee: Committee) -> GrantTerms:
    """Terms whose review is overdue since yesterday."""
    today = clock.today()
    return committee.terms(reviewed_on=today - timedelta(days=60), review_due_on=today - timedelta(days=1))


@pytest.fixture
def closing(committee: Committee) -> Committee:
    """An edition in force that closes overdue grants, with one."""
    number = committee.draft({SHOWN: overdue(committee)})
    revision = committee.revision(number)
    set_rule(committee.session, committee.first, number, revision, "期限の扱い", closes_overdue=True)
    committee.approve(committee.propose(number))
    return committee


def seen(committee: Committee, attribute: OrganisationKind) -> set[str]:
    """What an attribute sees at this moment."""
    return set(visible_items(committee.session, attribute, clock.now()).by_key)


def found(committee: Committee, wanted: ItemFilter) -> set[str]:
    """What the matrix in force finds."""
    return {row.item.key for row in found_rows(committee.session, sheet_in_force(committee.session), wanted)}


def test_the_filters_of_the_matrix_find_what_is_seen(closing: Committee) -> None:
    for attribute in attributes():
        shown, hidden = (found(closing, ItemFilter(**{one: attribute})) for one in ("seen_by", "hidden_from"))
        assert shown == seen(closing, attribute)
        assert not shown & hidden
    assert "facility_id" in found(closing, ItemFilter(hidden_from=GRID))
    assert found(closing, ItemFilter(due=Aspect.OVERDUE)) == {"facility_id"}
    assert found(closing, ItemFilter(due=Aspect.OVERDUE, hidden_from=GRID)) == {"facility_id"}
    assert found(closing, ItemFilter(due=Aspect.OVERDUE, seen_by=TOWN)) == set()


def test_its_cell_is_granted_overdue_and_closed(closing: Committee) -> None:
    cells = {one.key: one for one in row_of(closing.session, sheet_in_force(closing.session), "facility_id").cells}
    one, other = cells[SHOWN], cells[cell("facility_id", TOWN)]
    assert (one.terms is not None, one.overdue, one.closed, one.shows) == (True, True, True, False)
    assert (other.overdue, other.closed, other.shows) == (False, False, True)


def test_a_draft_goes_by_its_own_rule(closing: Committee) -> None:
    number = begin(closing.session, closing.first, "期限の扱いを戻す")
    for closes in (True, False):
        set_rule(closing.session, closing.first, number, closing.revision(number), "戻す", closes_overdue=closes)
        cells = row_of(closing.session, sheet_of_draft(closing.session, number), "facility_id").cells
        (one,) = (one for one in cells if one.key == SHOWN)
        assert (one.overdue, one.closed) == (True, closes)


def test_the_edition_counts_what_is_seen_and_names_the_rest(closing: Committee) -> None:
    sight = sight_of(closing.session, find_edition(closing.session, 2))
    counted = {one.attribute: (one.shown, one.closed) for one in counts_of(sight)}
    assert counted == {one: (len(seen(closing, one)), int(one is GRID)) for one in attributes()}
    listed = [granted for section in visible_under(sight, GRID) for granted in section.items]
    assert {one.item.key for one in listed if not one.closed} == seen(closing, GRID)
    assert [one.item.key for one in listed if one.closed] == ["facility_id"]


def test_a_past_edition_is_looked_at_by_what_it_granted(closing: Committee) -> None:
    closing.put_in_force({cell("scheme", TOWN): None})
    (one,) = (one for one in counts_of(sight_of(closing.session, find_edition(closing.session, 2))) if one[0] is GRID)
    assert (one.shown, one.closed) == (len(seen(closing, GRID)) + 1, 0)


def test_the_filter_of_files_and_the_comparison_go_by_what_is_seen(closing: Committee) -> None:
    source = source_of(closing.session, None, None)
    assert SHOWN in source.cells
    items = FileFilter(attribute=GRID, setting=Setting.GRANTED).items(source.showing)
    assert {item.key for item in items} == seen(closing, GRID)
    sheet = sheet_in_force(closing.session)
    pairs = {one.item.key: one for _, some in differing(closing.session, sheet, TOWN, GRID) for one in some}
    assert pairs.keys() == seen(closing, TOWN) ^ seen(closing, GRID)
    assert (pairs["facility_id"].other.closed, pairs["facility_id"].copyable) == (True, False)
