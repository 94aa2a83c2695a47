"""The matrix reads what it shows, finds what is asked for, and leaves the rest alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, insert

from models import clock
from models.catalogue.catalogue import catalogue
from models.catalogue.grants import Ground
from models.catalogue.item import PersonalData, Store
from models.reviewing.cells import CellKey, GrantTerms, attributes, cells_of
from models.reviewing.item_filter import Aspect, ItemFilter, Origin
from models.reviewing.item_use import ItemUseCount
from models.reviewing.matrix import Sheet, found_rows, page_of, sheet_in_force, sheet_of_draft
from models.reviewing.review_dates import Due, due_of
from models.reviewing.ticking import UsualGrounds
from tests.models.reviewing.conftest import GRID, OPERATOR, TOWN, Committee, cell

SHOWN = cell("facility_id", GRID)


@contextmanager
def asked(committee: Committee) -> Iterator[list[int]]:
    """How many parameters the statements carried: a page names its own items alone."""
    counts: list[int] = []

    def note(*arguments: object) -> None:
        counts.append(len(arguments[3]))  # type: ignore[arg-type]

    engine = committee.session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    yield counts
    event.remove(engine, "before_cursor_execute", note)


def test_the_pages_together_are_the_catalogue_in_its_order(committee: Committee) -> None:
    sheet, seen = sheet_in_force(committee.session), []
    for number in range(1, 1 + -(-len(catalogue().items) // 100)):
        page = page_of(committee.session, sheet, ItemFilter(), number, 100)
        assert page.number == number
        seen += [row.item.key for row in page.rows]
    assert seen == [item.key for item in catalogue().items]
    assert page_of(committee.session, sheet, ItemFilter(), 10_000, 100).number == page.last


def test_every_cell_is_the_editions(committee: Committee) -> None:
    rows = found_rows(committee.session, sheet_in_force(committee.session), ItemFilter())
    shown = {one.key: one.terms for row in rows for one in row.cells if one.terms is not None}
    assert shown == cells_of(committee.session, 1)
    assert all([one.key.attribute for one in row.cells] == list(attributes()) for row in rows)


def test_a_page_asks_for_its_own_items_alone(committee: Committee) -> None:
    with asked(committee) as counts:
        page_of(committee.session, sheet_in_force(committee.session), ItemFilter(section="01"), 1, 20)
    never_granted = sum(item.internal for item in catalogue().items)
    assert 0 < max(counts) <= 23 + never_granted


def test_a_draft_shows_what_it_changes(committee: Committee) -> None:
    number = committee.draft({SHOWN: None, cell("scheme", GRID): committee.terms()})
    sheet = sheet_of_draft(committee.session, number)
    rows = found_rows(committee.session, sheet, ItemFilter(change=Aspect.CHANGED))
    assert {row.item.key for row in rows} == {"facility_id", "scheme"}
    hidden = found_rows(committee.session, sheet, ItemFilter(hidden_from=GRID, section="01"))
    assert "facility_id" in {row.item.key for row in hidden}


def test_what_is_asked_of_cells_is_asked_of_the_chosen_attribute_alone(committee: Committee) -> None:
    number = committee.draft({SHOWN: None})
    sheet = sheet_of_draft(committee.session, number)
    of_town = ItemFilter(seen_by=TOWN, change=Aspect.CHANGED)
    assert found_rows(committee.session, sheet, of_town) == []
    assert found_rows(committee.session, sheet, ItemFilter(hidden_from=GRID, change=Aspect.CHANGED))


@pytest.mark.parametrize("personal", PersonalData)
def test_the_filter_finds_items_by_whether_they_are_personal(committee: Committee, personal: PersonalData) -> None:
    expected = [item.key for item in catalogue().items if item.personal is personal]
    assert 0 < len(expected) < len(catalogue().items)
    assert found(committee, sheet_in_force(committee.session), ItemFilter(personal=personal)) == expected


@pytest.mark.parametrize("store", Store)
def test_the_filter_finds_items_by_where_they_are_stored(committee: Committee, store: Store) -> None:
    expected = [item.key for item in catalogue().items if item.store is store]
    assert 0 < len(expected) < len(catalogue().items)
    assert found(committee, sheet_in_force(committee.session), ItemFilter(store=store)) == expected


def test_the_filter_parts_what_is_taken_in_from_what_follows_from_it(committee: Committee) -> None:
    sheet = sheet_in_force(committee.session)
    worked_out = found(committee, sheet, ItemFilter(origin=Origin.DERIVED))
    assert {"scheme", "fiscal_year", "parcel_addresses"} <= set(worked_out)
    stored = found(committee, sheet, ItemFilter(origin=Origin.STORED))
    assert "facility_id" in stored
    assert sorted([*stored, *worked_out]) == sorted(item.key for item in catalogue().items)


def test_the_filter_finds_cells_that_lack_something(committee: Committee) -> None:
    lacking = committee.terms(reference=" ")
    number = committee.draft({cell("scheme", GRID): lacking, cell("status", TOWN): committee.terms()})
    sheet = sheet_of_draft(committee.session, number)
    assert found(committee, sheet, ItemFilter(lacking=Aspect.FAULTY, seen_by=GRID)) == ["scheme"]
    assert found(committee, sheet, ItemFilter(lacking=Aspect.FAULTY, seen_by=TOWN)) == []


def test_a_cell_is_to_stand_as_every_field_says(committee: Committee) -> None:
    lacking, whole = committee.terms(reference=" "), committee.terms()
    number = committee.draft({cell("scheme", GRID): lacking, cell("status", GRID): whole, SHOWN: None})
    sheet = sheet_of_draft(committee.session, number)
    both = ItemFilter(change=Aspect.CHANGED, lacking=Aspect.FAULTY, use=Aspect.NEVER)
    assert found(committee, sheet, both) == ["scheme"]
    assert {"scheme", "status"} <= {*found(committee, sheet, ItemFilter(change=Aspect.CHANGED, use=Aspect.NEVER))}
    assert found(committee, sheet, ItemFilter(change=Aspect.CHANGED, use=Aspect.USED)) == []


@pytest.mark.parametrize(
    ("aspect", "expected"),
    [
        (Aspect.USED, {"lately"}),
        (Aspect.UNUSED, {"long_ago", "never"}),
        (Aspect.NEVER, {"never"}),
    ],
)
def test_the_filter_finds_cells_by_who_has_looked_at_them(
    committee: Committee, aspect: Aspect, expected: set[str]
) -> None:
    used = {"facility_id": "lately", "scheme": "long_ago", "operator_name": "never"}
    for item, people in (("facility_id", 2), ("scheme", 0)):
        looked = {"item": item, "attribute": GRID.value, "people": people, "last_seen_at": clock.now()}
        committee.session.execute(insert(ItemUseCount).values(looked))
    assert {cell(item, GRID) for item in used} <= cells_of(committee.session, 1).keys()
    wanted = ItemFilter(use=aspect, seen_by=GRID)
    rows = found(committee, sheet_in_force(committee.session), wanted)
    assert {used[item] for item in rows if item in used} == expected


def test_what_is_not_granted_is_not_asked_who_looked_at_it(committee: Committee) -> None:
    sheet = sheet_of_draft(committee.session, committee.draft({SHOWN: None}))
    for aspect in (Aspect.NEVER, Aspect.UNUSED):
        assert "facility_id" not in found(committee, sheet, ItemFilter(use=aspect, hidden_from=GRID))


def found(committee: Committee, sheet: Sheet, wanted: ItemFilter) -> list[str]:
    """The keys of the items that are found."""
    return [row.item.key for row in found_rows(committee.session, sheet, wanted)]


def test_an_internal_item_cannot_be_granted_to_an_operator(committee: Committee) -> None:
    rows = found_rows(committee.session, sheet_in_force(committee.session), ItemFilter())
    shut = {row.item.key for row in rows for one in row.cells if not one.grantable}
    assert shut == {item.key for item in catalogue().items if item.internal}
    assert all(one.grantable for row in rows for one in row.cells if one.key.attribute is not OPERATOR)


def test_an_address_carries_the_filter_there_and_back() -> None:
    given = {
        "words": "設備",
        "section": "01",
        "personal": "no",
        "store": "column",
        "origin": "stored",
        "seen_by": "grid_operator",
        "hidden_from": "occto",
        "change": "changed",
        "lacking": "faulty",
        "due": "overdue",
        "use": "unused",
        "reviewed_before": "2026-04-01",
    }
    found = ItemFilter.of(given)
    assert (found.pairs, found.unusable) == (given, ())


@pytest.mark.parametrize(
    "given",
    [
        {"change": "unused", "lacking": "changed", "due": "used", "use": "faulty"},
        {"personal": "maybe", "store": "x", "origin": "x", "seen_by": "contractor", "reviewed_before": "soon"},
        {"hidden_from": "nobody", "reviewed_before": "2026-13-01", "words": "長" * 201},
    ],
)
def test_what_an_address_cannot_ask_for_is_left_out_and_named(given: dict[str, str]) -> None:
    found = ItemFilter.of(given)
    assert (found.pairs, set(found.unusable)) == ({}, set(given))


def test_a_new_grant_takes_the_usual_ground_of_its_attribute() -> None:
    cells = {
        CellKey("facility_id", GRID): GrantTerms(Ground.DUTY, "買取業務"),
        CellKey("scheme", GRID): GrantTerms(Ground.DUTY, "買取業務"),
        CellKey("status", GRID): GrantTerms(Ground.PUBLIC_INTEREST, "法第9条"),
        CellKey("facility_id", TOWN): GrantTerms(Ground.DUTY, "条例の運用"),
    }
    usual, new = UsualGrounds(cells), CellKey("certified_on", GRID)
    assert usual.fill(new, GrantTerms()) == GrantTerms(Ground.DUTY, "買取業務")
    assert usual.fill(new, GrantTerms(Ground.PUBLIC_INTEREST)).reference == "法第9条"
    assert usual.fill(new, GrantTerms(Ground.DUTY, "別の業務")).reference == "別の業務"
    assert usual.fill(CellKey("facility_id", OPERATOR), GrantTerms()) == GrantTerms()


@pytest.mark.parametrize(
    ("days", "due"), [(-1, Due.OVERDUE), (0, Due.SOON), (90, Due.SOON), (91, None), (None, Due.MISSING)]
)
def test_a_grant_is_overdue_the_day_after_its_last_day(days: int | None, due: Due | None) -> None:
    today = clock.today()
    ahead = None if days is None else today + timedelta(days=days)
    assert due_of(GrantTerms(review_due_on=ahead), today) is due
