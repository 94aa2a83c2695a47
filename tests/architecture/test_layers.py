"""The layers hold: what `pyproject.toml` and the style sheet say about who may know whom."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
HTTP_LIBRARIES = {"flask", "flask_login", "flask_migrate", "flask_sqlalchemy", "flask_wtf", "htmx_flask", "werkzeug"}
# The start of a write on SQLite, and a letter that is claimed before it is handed to another machine.
COMMITS_FOR_ITSELF = {"models/db.py", "models/mail/delivery.py"}
ASKS_THE_TIME = {"datetime.now", "datetime.utcnow", "date.today", "datetime.today", "time.time", "func.now"}
ROLE_TESTS = re.compile(r"\{%-?\s*(?:if|elif)\b[^%]*\b(?:role|roles|is_admin|organisation\.kind|permission|stage)\b")
UNESCAPED = re.compile(r"\|\s*safe\b|\{%-?\s*autoescape\s+false|Markup\(")


def modules(*folders: str) -> list[Path]:
    """Every Python module of these folders except the migrations."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def imports(path: Path) -> Iterator[str]:
    """The full names a module imports, wherever in it."""
    for node in ast.walk(ast.parse(text(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def those(paths: Iterable[Path], offends: Callable[[Path], object], *, but: Collection[str] = ()) -> list[str]:
    """The names of the files that offend, other than those which may."""
    return [name(path) for path in paths if name(path) not in but and offends(path)]


def test_every_contract_between_packages_is_kept() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_the_domain_knows_no_http() -> None:
    def knows_http(path: Path) -> set[str]:
        known = {imported.partition(".")[0] for imported in imports(path)} & HTTP_LIBRARIES
        return known - ({"flask_sqlalchemy"} if name(path) == "models/db.py" else set())

    assert those(modules("models"), knows_http) == []


def test_blueprints_hold_no_sql() -> None:
    def holds_sql(path: Path) -> object:
        known = {imported.partition(".")[0] for imported in imports(path)}
        return "sqlalchemy" in known or re.search(r"\.(?:execute|scalars?|query|commit|rollback)\(", text(path))

    assert those(modules("blueprints"), holds_sql, but={"blueprints/unit_of_work.py"}) == []


def test_domain_functions_never_commit() -> None:
    assert those(modules("models"), lambda path: ".commit()" in text(path), but=COMMITS_FOR_ITSELF) == []


def test_only_the_clock_knows_what_time_it_is() -> None:
    def asks_the_time(path: Path) -> object:
        calls = (node for node in ast.walk(ast.parse(text(path))) if isinstance(node, ast.Call))
        return any(ast.unparse(node.func) in ASKS_THE_TIME for node in calls)

    assert those(modules("models", "blueprints"), asks_the_time, but={"models/clock.py"}) == []


def test_no_template_decides_by_role() -> None:
    assert those(templates(), lambda path: ROLE_TESTS.search(text(path))) == []


def test_no_template_switches_escaping_off() -> None:
    assert those(templates(), lambda path: UNESCAPED.search(text(path))) == []


def test_only_certified_tables_are_named_as_such() -> None:
    def names_one(path: Path) -> bool:
        return any("register_" in table for table in re.findall(r"__tablename__\s*=\s*[\"']([^\"']+)", text(path)))

    elsewhere = [path for path in modules("models") if not path.is_relative_to(ROOT / "models" / "register")]
    assert those(elsewhere, names_one) == []
