"""SQLite's second way to rewrite a row: ``INSERT OR REPLACE`` takes the former one away without any DELETE trigger.

So what refuses UPDATE and DELETE refuses an INSERT over a row that is there too. PostgreSQL has no REPLACE, and its
``ON CONFLICT DO UPDATE`` is an UPDATE to the triggers.
"""

from collections.abc import Mapping, Sequence

Keys = Mapping[str, Sequence[tuple[str, ...]]]
"""By table, every set of columns of which the database lets no two rows share the values."""


def replace_guard_statements(dialect: str, keys: Keys, refusal: str) -> list[str]:
    """The triggers that refuse to replace a row of these tables."""
    if dialect != "sqlite":
        return []
    trigger = "CREATE TRIGGER {0}_refuses_replacing BEFORE INSERT ON {0} WHEN EXISTS (SELECT 1 FROM {0} WHERE {1}) {2}"
    refuse = f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    return [trigger.format(table, same_row(sets), refuse) for table, sets in keys.items()]


def same_row(sets: Sequence[tuple[str, ...]]) -> str:
    """The condition that a row would have to make room for the new one."""
    return " OR ".join(" AND ".join(f"{column} = NEW.{column}" for column in columns) for columns in sets)
