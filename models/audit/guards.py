"""What the trail's tables need beyond their columns: the chain's beginning, and the database's own refusals (B3)."""

from models.audit.chain import BEGINNING
from models.replace_guards import Keys, replace_guard_statements

FIRST_HEAD = f"INSERT INTO audit_head (id, number, hash) VALUES (1, 0, '{BEGINNING}')"  # noqa: S608  # a constant
GUARDED = ("audit_events", "audit_event_facilities")
REFUSAL = "the audit trail is append-only"
# A row of ``audit_event_facilities`` is nothing but its key: what would take its place is the same.
KEYS: Keys = {"audit_events": (("number",), ("hash",)), "audit_purges": (("id",),)}


def guard_statements(dialect: str) -> list[str]:
    """The statements to run once after the tables exist, for ``sqlite`` or ``postgresql``."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_refuses_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for table in GUARDED
            for act in ("UPDATE", "DELETE")
        ]
    function = (
        "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    triggers = [
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()"
        for table in GUARDED
    ]
    return [function, *triggers]


def replaced_guard_statements(dialect: str) -> list[str]:
    """The statements for databases that guarded against UPDATE and DELETE alone; ``audit_purges`` exists by then."""
    return replace_guard_statements(dialect, KEYS, REFUSAL)
