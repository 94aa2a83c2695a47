"""The database's own refusal to change an edition of grants (B5): what was visible on a day stays as it was."""

from collections.abc import Sequence

from models.replace_guards import Keys, replace_guard_statements

REFUSAL = "an edition of grants is never changed"
GUARDED = ("grants", "grants_editions", "grants_editions_called_off")
BEGUN = "grants_editions_begun"
KEYS: Keys = {
    "grants": (("edition", "attribute", "item"),),
    "grants_editions": (("number",),),
    "grants_editions_called_off": (("edition",),),
    BEGUN: (("edition",),),
}


def guard_statements(dialect: str) -> list[str]:
    """The statements to run once after the tables exist, for ``sqlite`` or ``postgresql``."""
    function = (
        "CREATE FUNCTION grants_are_final() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    return [*([] if dialect == "sqlite" else [function]), *_triggers(dialect, GUARDED)]


def begun_guard_statements(dialect: str) -> list[str]:
    """The same for the table that came later; the others are guarded by then."""
    return _triggers(dialect, (BEGUN,))


def replaced_guard_statements(dialect: str) -> list[str]:
    """The statements for databases that guarded against UPDATE and DELETE alone."""
    return replace_guard_statements(dialect, KEYS, REFUSAL)


def _triggers(dialect: str, tables: Sequence[str]) -> list[str]:
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_refuses_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for table in tables
            for act in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE TRIGGER {table}_are_final BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION grants_are_final()"
        for table in tables
    ]


def removal_statements(dialect: str) -> list[str]:
    """The statements that take the refusal away again, for a migration alone."""
    if dialect == "sqlite":
        return [f"DROP TRIGGER {table}_refuses_{act}" for table in GUARDED for act in ("update", "delete")]
    return [*(f"DROP TRIGGER {table}_are_final ON {table}" for table in GUARDED), "DROP FUNCTION grants_are_final()"]
