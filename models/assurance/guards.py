"""The database's own refusal to change what is filed for ever: reports, inspections, signatures, lines of findings."""

from models.replace_guards import Keys, replace_guard_statements

REFUSAL = "what is filed is never changed"
GUARDED = ("monthly_reports", "inspection_runs", "sign_offs", "finding_entries", "finding_files")
KEYS: Keys = {
    "monthly_reports": (("id",), ("month", "version")),
    "inspection_runs": (("id",),),
    "sign_offs": (("id",), ("subject", "capacity")),
    "finding_entries": (("id",),),
    "finding_files": (("id",),),
}


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
        "CREATE FUNCTION filed_is_final() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    triggers = [
        f"CREATE TRIGGER {table}_are_final BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION filed_is_final()"
        for table in GUARDED
    ]
    return [function, *triggers]


def replaced_guard_statements(dialect: str) -> list[str]:
    """The statements for databases that guarded against UPDATE and DELETE alone."""
    return replace_guard_statements(dialect, KEYS, REFUSAL)


def removal_statements(dialect: str) -> list[str]:
    """The statements that take the refusal away again, for a migration alone."""
    if dialect == "sqlite":
        return [f"DROP TRIGGER {table}_refuses_{act}" for table in GUARDED for act in ("update", "delete")]
    return [*(f"DROP TRIGGER {table}_are_final ON {table}" for table in GUARDED), "DROP FUNCTION filed_is_final()"]
