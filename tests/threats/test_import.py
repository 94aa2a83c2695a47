"""Broken and hostile files at the console: refused in words, nothing changed, nothing left behind, no fault shown."""

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from models.certifications.intake import import_file
from models.certifications.item_intake import import_items
from models.register.workbooks.item_reader import open_items
from models.register.workbooks.reader import open_workbook
from models.register.workbooks.refusals import RefusedFile
from tests.databases.snapshot import changed, snapshot
from tests.factories.broken_files import CORPUS, UNKNOWN_LABEL, Broken, Good, good_items, good_register
from tests.factories.facilities import IMPORTER
from tests.threats.conftest import Service

MakeGood = Callable[[Path], Good]
BOTH = pytest.mark.parametrize(("command", "good"), [("import", good_register), ("import-items", good_items)])
EXAMPLES = 200
ALIKE = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True
)
SPOILED = st.lists(
    st.tuples(st.sampled_from(["flip", "cut", "double"]), st.floats(0, 1), st.integers(1, 255)), min_size=1, max_size=3
)


@BOTH
def test_no_broken_file_changes_anything_or_is_a_fault(
    command: str, good: MakeGood, service: Service, tmp_path: Path
) -> None:
    made = good(tmp_path)
    corpus = CORPUS if command == "import" else (*CORPUS, UNKNOWN_LABEL)
    before = snapshot(service.engine)
    odd = [(broken.name, said) for broken in corpus if (said := oddity(service, command, broken, made, tmp_path))]
    assert odd == []
    assert changed(before, snapshot(service.engine)) == set()
    assert not (tmp_path.parent / "escape.xml").exists()
    for name in ("good.xlsx", "good.csv"):
        result = service.app.test_cli_runner().invoke(args=["register", command, str(tmp_path / name)])
        assert result.exit_code == 0, result.output
    assert "register_amendments" in changed(before, snapshot(service.engine)), "a good file is taken in"


def oddity(service: Service, command: str, broken: Broken, good: Good, tmp_path: Path) -> str:
    """What is wrong with the way a broken file is refused; nothing when all is as it should be."""
    folder = tmp_path / "broken"
    folder.mkdir(exist_ok=True)
    path = folder / broken.name
    broken.write(good, path)
    result = service.app.test_cli_runner().invoke(args=["register", command, str(path)])
    path.unlink()
    if list(folder.iterdir()):
        return "something was left behind"
    if result.exit_code != 1 or not isinstance(result.exception, SystemExit):
        return f"ended with {result.exit_code}, {result.exception!r}"
    if not result.output.replace("\n", "").isprintable() or str(tmp_path) in result.output:
        return f"told the terminal {result.output!r}"
    return "" if re.search(broken.reason, result.output) else f"was refused with {result.output!r}"


def spoil(content: bytes, spoiling: list[tuple[str, float, int]]) -> bytes:
    """Bytes flipped, cut out or doubled, at places told as parts of the whole."""
    spoiled = bytearray(content)
    for how, where, much in spoiling:
        place = int(where * max(len(spoiled) - 1, 0))
        if how == "flip" and spoiled:
            spoiled[place] ^= much
        elif how == "cut":
            del spoiled[place : place + much]
        else:
            spoiled[place:place] = spoiled[place : place + much]
    return bytes(spoiled)


def read(command: str, path: Path) -> list[Any]:
    """Every row of a file."""
    if command == "import-items":
        return list(open_items(path).rows())
    file = open_workbook(path)
    return [*file.facilities(), *file.sites()]


@BOTH
def test_a_spoiled_workbook_is_refused_or_read_as_the_same(
    command: str, good: MakeGood, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("spoiled")
    content = good(folder).workbook
    rows = read(command, folder / "good.xlsx")
    path = folder / "spoiled.xlsx"

    @ALIKE
    @given(SPOILED)
    def tried(spoiling: list[tuple[str, float, int]]) -> None:
        path.write_bytes(spoil(content, spoiling))
        with suppress(RefusedFile):
            assert read(command, path) == rows

    tried()


@BOTH
def test_a_spoiled_text_is_refused_or_read_and_nothing_else(
    command: str, good: MakeGood, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("spoiled")
    text = good(folder).text
    path = folder / "spoiled.csv"

    @ALIKE
    @given(SPOILED, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp932"]))
    def tried(spoiling: list[tuple[str, float, int]], encoding: str) -> None:
        path.write_bytes(spoil(text.encode(encoding), spoiling))
        with suppress(RefusedFile):
            read(command, path)

    tried()


@BOTH
def test_no_refused_file_leaves_anything_for_whoever_commits_later(
    command: str, good: MakeGood, service: Service, tmp_path: Path
) -> None:
    made = good(tmp_path)
    take = import_file if command == "import" else import_items
    before = snapshot(service.engine)
    with Session(service.engine) as session:

        @settings(ALIKE, max_examples=EXAMPLES // 4)
        @given(SPOILED, st.sampled_from(["xlsx", "csv"]))
        def tried(spoiling: list[tuple[str, float, int]], kind: str) -> None:
            path = tmp_path / f"spoiled.{kind}"
            path.write_bytes(spoil(made.workbook if kind == "xlsx" else made.text.encode(), spoiling))
            try:
                take(session, IMPORTER, path)
            except RefusedFile:
                session.commit()
            else:
                session.rollback()

        tried()
    assert changed(before, snapshot(service.engine)) == set()
