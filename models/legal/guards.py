"""The database's own refusal to change a published text (M14, M15): what the trail has, for the words agreed to."""

from models.replace_guards import replace_guard_statements, same_row

REFUSAL = "a published text is never changed"
CALLED_OFF = "text_versions_called_off"


def called_off_guard_statements(dialect: str) -> list[str]:
    """The same for the table that came later: that a version was called off is never taken back."""
    if dialect == "sqlite":
        changed = [
            f"CREATE TRIGGER {CALLED_OFF}_refuses_{act.lower()} BEFORE {act} ON {CALLED_OFF} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for act in ("UPDATE", "DELETE")
        ]
        return [*changed, *replace_guard_statements(dialect, {CALLED_OFF: [("text",)]}, REFUSAL)]
    statement = (
        f"CREATE TRIGGER {CALLED_OFF}_are_final BEFORE UPDATE OR DELETE OR TRUNCATE ON {CALLED_OFF} "
        "FOR EACH STATEMENT EXECUTE FUNCTION published_text_is_final()"
    )
    return [statement]


def guard_statements(dialect: str) -> list[str]:
    """The statements to run once after the table exists, for ``sqlite`` or ``postgresql``."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER text_versions_refuses_{act.lower()} BEFORE {act} ON text_versions "
            f"WHEN OLD.published_at IS NOT NULL BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for act in ("UPDATE", "DELETE")
        ]
    function = (
        "CREATE FUNCTION published_text_is_final() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    row = (
        "CREATE TRIGGER text_versions_are_final BEFORE UPDATE OR DELETE ON text_versions "
        "FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION published_text_is_final()"
    )
    table = (
        "CREATE TRIGGER text_versions_are_kept BEFORE TRUNCATE ON text_versions "
        "FOR EACH STATEMENT EXECUTE FUNCTION published_text_is_final()"
    )
    return [function, row, table]


def replaced_guard_statements(dialect: str) -> list[str]:
    """The statements that refuse to put another row in a published one's place, by ``OR REPLACE`` on SQLite.

    A draft may be changed, so here an UPDATE could displace what is published, too.
    """
    if dialect != "sqlite":
        return []
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    published = "SELECT 1 FROM text_versions WHERE published_at IS NOT NULL"
    displaced = f"{same_row((('id',),))} OR NEW.published_at IS NOT NULL AND {same_row((('document', 'version'),))}"
    acts = {"replacing": ("INSERT", ""), "displacing": ("UPDATE", "id <> OLD.id AND ")}
    return [
        f"CREATE TRIGGER text_versions_refuses_{name} BEFORE {act} ON text_versions "
        f"WHEN EXISTS ({published} AND {another}({displaced})) {refuse}"
        for name, (act, another) in acts.items()
    ]
