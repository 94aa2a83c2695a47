"""An item that leaves the catalogue takes the grants of drafts with it, and brings none back (M9, B5)."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import clock
from models.access.visible_items import visible_items
from models.approvals.approval import hold_approval
from models.catalogue.catalogue import Catalogue, catalogue, read_catalogue, shipped_catalogue, use_catalogue
from models.catalogue.item import PersonalData
from models.catalogue.recorded import record_catalogue
from models.errors import Conflict
from models.reviewing import drafting
from models.reviewing.cells import CellKey, attributes, cells_of, standing_cells
from models.reviewing.drafting import put_cells
from models.reviewing.drafts import find_draft
from models.reviewing.editions import counts_of, find_edition, sight_of
from models.reviewing.files.checking import check
from models.reviewing.files.choosing import source_of
from models.reviewing.files.columns import FileForm
from models.reviewing.files.reading import read_file
from models.reviewing.files.writing import as_csv, heads_of, lines_of
from models.reviewing.going_back import gone_back
from models.reviewing.item_filter import ItemFilter
from models.reviewing.matrix import found_rows, sheet_in_force, sheet_of_draft
from models.reviewing.putting_in_force import PUT_IN_FORCE
from models.reviewing.review_dates import count_overdue
from models.reviewing.ticking import put_ticks
from models.words import SHIPPED, folder_in_use
from tests.factories.facilities import IMPORTER
from tests.models.reviewing.conftest import GRID, OPERATOR, TOWN, Committee, cell

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


@pytest.mark.parametrize("form", list(FileForm))
@pytest.mark.parametrize("edition", [None, 1])
def test_a_file_of_an_edition_taken_in_unchanged_revives_nothing(
    committee: Committee, tmp_path: Path, form: FileForm, edition: int | None
) -> None:
    """Of the edition in force, and of a former one: the grants that lapsed are not in it, and are counted."""
    if edition is not None:
        committee.put_in_force({cell("scheme", GRID): None})
    leave(committee, SHOWN.item)
    come_again(committee)
    source = source_of(committee.session, None, edition)
    lapsed = {key for key in cells_of(committee.session, 1) if key.item == SHOWN.item}
    assert (source.lapsed, source.cells.keys() & lapsed, source.past) == (len(lapsed), set(), edition is not None)
    path = tmp_path / "file"
    path.write_bytes(
        as_csv(heads_of(form, attributes()), list(lines_of(form, catalogue().items, attributes(), source.cells)))
    )
    draft = find_draft(committee.session, committee.draft({}))
    named = {(line.key, line.outcome.value) for line in check(read_file(path), draft).lines}
    assert named == (set() if edition is None else {(cell("scheme", GRID), "revealed")})


def test_what_an_edition_in_force_is_said_to_show_is_what_is_seen(committee: Committee) -> None:
    committee.put_in_force({cell("scheme", GRID): None})
    leave(committee, SHOWN.item)
    come_again(committee)
    for number, lapsed in ((2, 0), (1, 1)):
        counted = counts_of(sight_of(committee.session, find_edition(committee.session, number)))
        shown = {one.attribute: one.shown for one in counted}
        assert shown[TOWN] == len(visible_items(committee.session, TOWN, clock.now()).by_key) + lapsed


def test_going_back_to_an_edition_is_equal_to_it_only_where_nothing_left_meanwhile(committee: Committee) -> None:
    first = cells_of(committee.session, 1)
    for number, gone in ((3, set()), (5, {key for key in first if key.item == SHOWN.item})):
        committee.put_in_force({cell("scheme", GRID): None})
        if gone:
            leave(committee, SHOWN.item)
            come_again(committee)
        draft = drafting.begin(committee.session, committee.first, "第1版に戻す", equal_to=1)
        found = find_draft(committee.session, draft)
        back = gone_back(committee.session, found.row.equal_to, found.cells)
        assert back is not None
        assert set(back.missing) == gone
        assert (back.in_words == "第1版と同じ内容") is not bool(gone)
        approval = committee.propose(draft)
        shown = PUT_IN_FORCE.difference(committee.session, hold_approval(committee.session, approval))
        told = [one.after for one in shown.changes if "戻らないもの" in one.label]
        assert ["設備ID" in one and f"{len(gone)} か所" in one for one in told] == [True] * bool(gone)
        committee.approve(approval)
        made = gone_back(committee.session, 1, cells_of(committee.session, number))
        assert made is not None
        assert (set(made.missing), "と同じ内容" in made.in_words) == (gone, not gone)


def test_going_back_to_none_is_no_going_back(committee: Committee) -> None:
    assert gone_back(committee.session, None, cells_of(committee.session, 1)) is None


@pytest.fixture
def internal(tmp_path: Path) -> Iterator[Path]:
    """The shipped catalogue with one more internal item; afterwards this process runs as before."""
    before, folder = folder_in_use(), tmp_path / "internal"
    shutil.copytree(SHIPPED, folder)
    lines = (folder / "items.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    heads = lines[0].split(",")
    place = next(number for number, line in enumerate(lines) if line.split(",")[heads.index("key")] == SHOWN.item)
    fields = lines[place].split(",")
    fields[heads.index("internal")] = "yes"
    lines[place] = ",".join(fields)
    (folder / "items.csv").write_text("".join(lines), encoding="utf-8")
    yield folder
    use_catalogue(before)


def test_what_became_internal_is_seen_by_no_operator_whatever_was_granted(committee: Committee, internal: Path) -> None:
    key = cell(SHOWN.item, OPERATOR)
    committee.put_in_force({cell("scheme", GRID): None})
    number = committee.draft({key: committee.terms(), cell("status", GRID): None})
    assert sees(committee, key)
    read = read_catalogue(internal)
    assert read.by_key[key.item].internal
    record_catalogue(committee.session, IMPORTER, read)
    committee.session.commit()
    use_catalogue(internal)  # the process is started anew
    assert (sees(committee, key), sees(committee, SHOWN)) == (False, True)
    assert key not in standing_cells(committee.session, 2)
    assert key not in source_of(committee.session, None, None).cells
    draft = find_draft(committee.session, number)
    assert (list(draft.lapsed), draft.changes.keys()) == ([key], {cell("status", GRID)})
    rows = found_rows(committee.session, sheet_in_force(committee.session), ItemFilter(seen_by=OPERATOR))
    assert {row.item.key for row in rows} == set(visible_items(committee.session, OPERATOR, clock.now()).by_key)
    assert not count_overdue(committee.session)
    committee.approve(committee.propose(number))
    assert key not in cells_of(committee.session, 3)
