"""Whether the database itself refuses to change what must never change (B3, B5, M14, M19)."""

import re
from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import text

from models.assurance import guards as filed
from models.audit import guards as audit
from models.audit.purge_guards import approved_purge_statements, purge_guard_statements
from models.catalogue import guards as grants
from models.inspection.check import Answer, Check, Ground, nobody
from models.legal import guards as texts
from models.monitoring import guards as rules

_TRIGGER = re.compile(r"(CREATE|DROP) TRIGGER (\w+)")
_FUNCTION = re.compile(r"CREATE (?:OR REPLACE )?FUNCTION (\w+)\(\).*?\$\$(.*)\$\$")
_SHAPE = re.compile(
    r"CREATE TRIGGER \w+ BEFORE ([A-Z ]+) ON (\w+) FOR EACH (ROW|STATEMENT)"
    r"(?: WHEN \((.*)\))? EXECUTE FUNCTION (\w+)\(\)"
)
_PRESENT = {
    "sqlite": "SELECT name, sql, NULL FROM sqlite_master WHERE type = 'trigger'",
    # With what their functions do, and without those that were switched off: they refuse nothing.
    "postgresql": "SELECT tgname, pg_get_triggerdef(t.oid, true), prosrc FROM pg_trigger t "
    "JOIN pg_proc p ON p.oid = tgfoid WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
}
Guard = tuple[str, str | None]
"""What a trigger is, and on PostgreSQL the body of its function."""


def _guarded(statements: Callable[[str], Sequence[str]]) -> Callable[[Ground], Answer]:
    """The question whether the triggers of these statements are there, and do what they were made to do."""

    def ask(ground: Ground) -> Answer:
        dialect = ground.session.get_bind().dialect.name
        present = {
            (name, (_normal(statement), body))
            for name, statement, body in ground.session.execute(text(_PRESENT[dialect]))
        }
        expected = _expected(statements(dialect))
        offenders = [name for name, guard in expected.items() if (name, guard) not in present]
        return nobody(
            offenders,
            f"変更と削除を拒む仕掛け {len(expected)} 件が、作られた時のままデータベースにあります。",
            "仕掛けが失われ、又は変えられています",
            among=len(expected),
        )

    return ask


def _expected(statements: Iterable[str]) -> dict[str, Guard]:
    """The triggers that stand when the statements have been run one after the other, by name."""
    made: dict[str, str] = {}
    bodies: dict[str, str] = {}
    for statement in statements:
        if (function := _FUNCTION.match(statement)) is not None:
            bodies[function[1]] = function[2]
        elif (trigger := _TRIGGER.match(statement)) is not None and trigger[1] == "DROP":
            made.pop(trigger[2], None)
        elif trigger is not None:
            made[trigger[2]] = statement
    return {name: (_normal(statement), bodies.get(_called(statement))) for name, statement in made.items()}


def _normal(statement: str) -> str:
    """The statement in words that do not depend on who wrote it: PostgreSQL gives it back in its own order."""
    shape = _SHAPE.fullmatch(statement)
    if shape is None:
        return statement
    acts, table, each, when, function = shape.groups(default="")
    condition = re.sub(r"[\s()]", "", when).lower()
    return f"{' '.join(sorted(acts.split(' OR ')))} on {table}, each {each} when {condition}: {function}"


def _called(statement: str) -> str:
    shape = _SHAPE.fullmatch(statement)
    return shape[5] if shape is not None else ""


def _grants(dialect: str) -> Sequence[str]:
    former = [*grants.guard_statements(dialect), *grants.begun_guard_statements(dialect)]
    return [*former, *grants.replaced_guard_statements(dialect)]


def _rules(dialect: str) -> Sequence[str]:
    return [*rules.guard_statements(dialect), *rules.replaced_guard_statements(dialect)]


def _texts(dialect: str) -> Sequence[str]:
    former = [*texts.guard_statements(dialect), *texts.replaced_guard_statements(dialect)]
    return [*former, *texts.called_off_guard_statements(dialect)]


def _filed(dialect: str) -> Sequence[str]:
    return [*filed.guard_statements(dialect), *filed.replaced_guard_statements(dialect)]


def _trail(dialect: str) -> Sequence[str]:
    purge = [*purge_guard_statements(dialect), *approved_purge_statements(dialect)]
    return [*audit.guard_statements(dialect), *purge, *audit.replaced_guard_statements(dialect)]


CHECKS = (
    Check(
        "trail-guarded",
        "B3",
        "証跡の変更と削除をデータベースが拒むこと",
        "データベースのトリガー",
        _guarded(_trail),
    ),
    Check(
        "editions-guarded",
        "B5",
        "閲覧権限の版の変更をデータベースが拒むこと",
        "データベースのトリガー",
        _guarded(_grants),
    ),
    Check(
        "rules-guarded",
        "M12",
        "監視の規則の版の変更をデータベースが拒むこと",
        "データベースのトリガー",
        _guarded(_rules),
    ),
    Check(
        "texts-guarded",
        "M14",
        "公開した文書の変更をデータベースが拒むこと",
        "データベースのトリガー",
        _guarded(_texts),
    ),
    Check(
        "files-guarded",
        "M19",
        "報告と点検の記録の変更をデータベースが拒むこと",
        "データベースのトリガー",
        _guarded(_filed),
    ),
)
