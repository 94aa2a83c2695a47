"""A file taken out and read back unchanged changes nothing, whatever is granted on whatever terms, in every form."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from models.catalogue.catalogue import catalogue
from models.catalogue.grants import GrantsEdition, Ground
from models.catalogue.item import can_be_granted
from models.reviewing.cells import CellKey, Cells, GrantTerms, attributes
from models.reviewing.draft import GrantsDraft
from models.reviewing.drafts import Draft
from models.reviewing.files.checking import FileCheck, Outcome, check
from models.reviewing.files.columns import FileForm
from models.reviewing.files.reading import read_file
from models.reviewing.files.writing import as_csv, as_workbook, heads_of, lines_of

WORDS = [
    "買取業務",
    "=1+1",
    "＝SUM(A1)",
    "-1",
    "@名",
    "'=引用",
    "'普通の引用",
    "二行\nの文",
    '引用"符,と、読点',
    "法第9条\t第1項",
    "007",
    "2026-04-01",
    "〇",
]
SEEDS = range(4)


def some_cells(chance: random.Random) -> dict[CellKey, GrantTerms]:
    """A third of all cells, on terms that a spreadsheet might spoil; some of them lack nearly everything."""

    def words() -> str:
        return chance.choice([*WORDS, ""])

    def day() -> date | None:
        return chance.choice([None, date(1868, 10, 23), date(2026, 1, 1) + timedelta(days=chance.randrange(900))])

    keys = [CellKey(item.key, one) for item in catalogue().items for one in attributes() if can_be_granted(item, one)]
    return {
        key: GrantTerms(chance.choice([None, *Ground]), words(), words(), day(), day(), words(), words())
        for key in keys
        if chance.random() < 1 / 3
    }


def draft_of(cells: Cells) -> Draft:
    """A draft that grants this, over an edition that grants it too."""
    return Draft(GrantsDraft(id=1, based_on=1), cells, {}, None, GrantsEdition(number=1), 1)


def contents(form: FileForm, cells: Cells) -> Iterator[tuple[str, bytes]]:
    """The file in every way it can be saved."""
    heads, lines = heads_of(form, attributes()), list(lines_of(form, catalogue().items, attributes(), cells))
    text = as_csv(heads, lines)
    yield "utf-8", text
    yield "cp932", text.decode("utf-8-sig").encode("cp932", "replace")
    yield "xlsx", as_workbook(heads, lines)


def checked(folder: Path, content: bytes, cells: Cells) -> FileCheck:
    """The file held against the draft."""
    path = folder / "file"
    path.write_bytes(content)
    return check(read_file(path), draft_of(cells))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("form", list(FileForm))
def test_unchanged_it_changes_nothing(form: FileForm, seed: int, tmp_path: Path) -> None:
    cells = some_cells(random.Random(seed))
    for saved_as, content in contents(form, cells):
        found = checked(tmp_path, content, cells)
        assert (saved_as, list(found.lines)[:3]) == (saved_as, [])
        assert found.unchanged >= len(cells)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_long_form_carries_any_draft_into_any_other(seed: int, tmp_path: Path) -> None:
    """What one draft grants, with its terms, read into a draft that grants something else."""
    chance = random.Random(seed)
    wanted, present = some_cells(chance), some_cells(chance)
    # A mark without any terms asks for them: it carries none.
    wanted = {key: terms for key, terms in wanted.items() if terms != GrantTerms()}
    draft = Draft(GrantsDraft(id=1, based_on=1), {}, present, None, GrantsEdition(number=1), 1)
    path = tmp_path / "file"
    for _saved_as, content in contents(FileForm.LONG, wanted):
        path.write_bytes(content)
        found = check(read_file(path), draft)
        assert found.counts[Outcome.REFUSED] == 0
        after = {**present, **found.wanted(GrantTerms())}
        spoilt = {key for key in wanted if "'=引用" in str(wanted[key].columns.values())}
        granted = {key: terms for key, terms in after.items() if terms is not None}
        assert granted.keys() == wanted.keys()
        assert {key: granted[key] for key in wanted if key not in spoilt} == {
            key: terms for key, terms in wanted.items() if key not in spoilt
        }


def test_the_wide_form_carries_which_cells_are_granted(tmp_path: Path) -> None:
    chance = random.Random(7)
    wanted, present = some_cells(chance), some_cells(chance)
    for _saved_as, content in contents(FileForm.WIDE, wanted):
        changes = checked(tmp_path, content, present).wanted(GrantTerms(Ground.DUTY))
        after = {**present, **changes}
        assert {key for key, terms in after.items() if terms is not None} == wanted.keys()


def test_no_cell_of_a_file_begins_like_a_formula() -> None:
    cells = some_cells(random.Random(1))
    lines = list(lines_of(FileForm.LONG, catalogue().items, attributes(), cells))
    text = as_csv([], lines).decode("utf-8-sig")
    assert ",=1" not in text
    assert ",＝SUM" not in text
    assert ",'=1+1" in text
