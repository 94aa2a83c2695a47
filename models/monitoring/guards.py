"""What the tables of monitoring need beyond their columns: the head's one row, and editions that never change."""

from models.monitoring.tables import FIRST_HEAD
from models.replace_guards import Keys, replace_guard_statements

REFUSAL = "an edition of rules is never changed"
TABLE = "rule_editions"
KEYS: Keys = {TABLE: (("number",),)}


def guard_statements(dialect: str) -> list[str]:
    """The statements to run once after the tables exist, for ``sqlite`` or ``postgresql``."""
    if dialect == "sqlite":
        triggers = [
            f"CREATE TRIGGER {TABLE}_refuses_{act.lower()} BEFORE {act} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for act in ("UPDATE", "DELETE")
        ]
        return [FIRST_HEAD, *triggers]
    function = (
        "CREATE FUNCTION rules_are_final() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    trigger = (
        f"CREATE TRIGGER {TABLE}_are_final BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION rules_are_final()"
    )
    return [FIRST_HEAD, function, trigger]


def replaced_guard_statements(dialect: str) -> list[str]:
    """The statements for databases that guarded against UPDATE and DELETE alone."""
    return replace_guard_statements(dialect, KEYS, REFUSAL)


def removal_statements(dialect: str) -> list[str]:
    """The statements that take the refusal away again, for a migration alone."""
    if dialect == "sqlite":
        return [f"DROP TRIGGER {TABLE}_refuses_{act}" for act in ("update", "delete")]
    return [f"DROP TRIGGER {TABLE}_are_final ON {TABLE}", "DROP FUNCTION rules_are_final()"]
