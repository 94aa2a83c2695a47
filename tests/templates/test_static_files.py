"""What is served as it is: one small style sheet, little script, and the origin of every part."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "static"
VENDORED = {
    "vendor/htmx-4.0.1-csp.min.js": "0e3ed22cdb33dd26e7ecd25063c97acb45563ec9be6f2dc172fb6c278d5de90f",
}
STYLE_BYTES = 10 * 1024
SCRIPT_BYTES = 17 * 1024


def compressed(*paths: Path) -> int:
    return sum(len(gzip.compress(path.read_bytes())) for path in paths)


@pytest.mark.parametrize(("name", "digest"), VENDORED.items())
def test_vendored_files_are_what_their_origin_published(name: str, digest: str) -> None:
    assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == digest
    assert digest in (STATIC / "README.md").read_text(encoding="utf-8")


def test_every_file_is_explained() -> None:
    readme = (STATIC / "README.md").read_text(encoding="utf-8")
    names = {path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file()} - {"README.md"}
    assert {name for name in names if f"`{name}`" not in readme} == set()


def test_style_and_script_keep_their_budget() -> None:
    assert compressed(STATIC / "app.css") <= STYLE_BYTES
    assert compressed(*STATIC.rglob("*.js")) <= SCRIPT_BYTES


def test_the_style_sheet_loads_nothing_and_needs_no_recent_engine() -> None:
    css = re.sub(r"/\*.*?\*/", "", (STATIC / "app.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"url\(|@import|@font-face", css)
    assert not re.search(r"var\(|display:\s*grid|@layer|:has\(|:is\(|(?<![-\w])gap:", css)


def test_every_colour_of_the_style_sheet_has_a_named_origin() -> None:
    css = (STATIC / "app.css").read_text(encoding="utf-8")
    readme = (STATIC / "README.md").read_text(encoding="utf-8")
    used = set(re.findall(r"#[0-9a-f]{3,6}\b", css)) - {"#fff"}
    assert {colour for colour in used if f"`{colour}`" not in readme} == set()
