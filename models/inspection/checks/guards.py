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
_PRESENT = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    # Without those that were switched off: they refuse nothing.
    "postgresql": "SELECT tgname, NULL FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
}


def _guarded(statements: Callable[[str], Sequence[str]]) -> Callable[[Ground], Answer]:
    """The question whether the triggers of these statements are there, as they were made."""

    def ask(ground: Ground) -> Answer:
        dialect = ground.session.get_bind().dialect.name
        present: dict[str, str | None] = dict(ground.session.execute(text(_PRESENT[dialect])).all())
        expected = _expected(statements(dialect))
        offenders = [
            name
            for name, statement in expected.items()
            if name not in present or present[name] not in {None, statement}
        ]
        return nobody(
            offenders,
            f"変更と削除を拒む仕掛け {len(expected)} 件が、データベースにあります。",
            "仕掛けが失われ、又は変えられています",
            among=len(expected),
        )

    return ask


def _expected(statements: Iterable[str]) -> dict[str, str]:
    """The triggers that stand when the statements have been run one after the other, by name."""
    made: dict[str, str] = {}
    for statement in statements:
        found = _TRIGGER.match(statement)
        if found is not None and found[1] == "DROP":
            made.pop(found[2], None)
        elif found is not None:
            made[found[2]] = statement
    return made


def _grants(dialect: str) -> Sequence[str]:
    former = [*grants.guard_statements(dialect), *grants.begun_guard_statements(dialect)]
    return [*former, *grants.replaced_guard_statements(dialect)]


def _rules(dialect: str) -> Sequence[str]:
    return [*rules.guard_statements(dialect), *rules.replaced_guard_statements(dialect)]


def _texts(dialect: str) -> Sequence[str]:
    return [*texts.guard_statements(dialect), *texts.replaced_guard_statements(dialect)]


def _filed(dialect: str) -> Sequence[str]:
    return [*filed.guard_statements(dialect), *filed.replaced_guard_statements(dialect)]


def _texts(dialect: str) -> Sequence[str]:
    return [*texts.guard_statements(dialect), *texts.called_off_guard_statements(dialect)]


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
