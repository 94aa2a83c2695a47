"""The layers hold: what `pyproject.toml` and the style sheet say about who may know whom."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HTTP_LIBRARIES = {"flask", "flask_login", "flask_migrate", "flask_sqlalchemy", "flask_wtf", "htmx_flask", "werkzeug"}
# The start of a write on SQLite, and a letter that is claimed before it is handed to another machine.
COMMITS_FOR_ITSELF = {"models/db.py", "models/mail/delivery.py"}
ROLE_TESTS = re.compile(r"\{%-?\s*(?:if|elif)\b[^%]*\b(?:role|roles|is_admin|organisation\.kind|permission|stage)\b")
UNESCAPED = re.compile(r"\|\s*safe\b|\{%-?\s*autoescape\s+false|Markup\(")


def modules(*folders: str) -> list[Path]:
    """Every Python module of these folders except the migrations."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def imports(path: Path) -> Iterator[str]:
    """The full names a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_contract_between_packages_is_kept() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("path", modules("models"), ids=name)
def test_the_domain_knows_no_http(path: Path) -> None:
    known = {imported.partition(".")[0] for imported in imports(path)} & HTTP_LIBRARIES
    assert known <= ({"flask_sqlalchemy"} if name(path) == "models/db.py" else set())


@pytest.mark.parametrize("path", modules("blueprints"), ids=name)
def test_blueprints_hold_no_sql(path: Path) -> None:
    known = {imported.partition(".")[0] for imported in imports(path)}
    if name(path) != "blueprints/unit_of_work.py":
        assert "sqlalchemy" not in known
        assert not re.search(r"\.(?:execute|scalars?|query|commit|rollback)\(", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", modules("models"), ids=name)
def test_domain_functions_never_commit(path: Path) -> None:
    if name(path) in COMMITS_FOR_ITSELF:
        return
    assert ".commit()" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", modules("models", "blueprints"), ids=name)
def test_only_the_clock_knows_what_time_it_is(path: Path) -> None:
    if name(path) == "models/clock.py":
        return
    called = {
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    }
    assert not called & {"datetime.now", "datetime.utcnow", "date.today", "datetime.today", "time.time", "func.now"}


@pytest.mark.parametrize("path", templates(), ids=name)
def test_no_template_decides_by_role(path: Path) -> None:
    assert not ROLE_TESTS.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", templates(), ids=name)
def test_no_template_switches_escaping_off(path: Path) -> None:
    assert not UNESCAPED.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", modules("models"), ids=name)
def test_only_certified_tables_are_named_as_such(path: Path) -> None:
    if path.is_relative_to(ROOT / "models" / "register"):
        return
    named = re.findall(r"__tablename__\s*=\s*[\"']([^\"']+)", path.read_text(encoding="utf-8"))
    assert not [table for table in named if "register_" in table]
