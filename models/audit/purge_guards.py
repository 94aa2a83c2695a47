"""The one way by which the database lets go of events: old ones, from the beginning, that a row of proof covers (B3).

Such a row names the approval by two persons that permitted exactly this purge: whoever has the
database alone cannot give up a piece of the trail without forging that too, which the trail then contradicts.

``guards.guard_statements`` refused every DELETE; these statements take its place. Whatever deletes an event has to have
stated first, in ``audit_purges``, which ones, and that table is append-only itself.
"""

from models.audit.guards import REFUSAL

NEVER_YOUNGER_THAN_DAYS = 366
_YOUNG_SQLITE = f"at > strftime('%Y-%m-%d %H:%M:%f', 'now', '-{NEVER_YOUNGER_THAN_DAYS} days')"
_YOUNG_POSTGRESQL = f"at > now() - interval '{NEVER_YOUNGER_THAN_DAYS} days'"
_NOT_APPROVED = (
    "NOT EXISTS (SELECT 1 FROM approvals WHERE id = NEW.approval AND kind = 'purge_trail' AND state = 'carried_out'"
    " AND decided_by <> proposed_by AND subject = 'events:' || NEW.first || '-' || NEW.last)"
)
_NUMBERS = {"audit_events": "number", "audit_event_facilities": "event_number"}


def purge_guard_statements(dialect: str) -> list[str]:
    """The statements to run once ``audit_purges`` exists, for ``sqlite`` or ``postgresql``."""
    return _sqlite() if dialect == "sqlite" else _postgresql()


def approved_purge_statements(dialect: str) -> list[str]:
    """The statements to run once ``audit_purges`` names the approval too, after ``purge_guard_statements``."""
    name = "audit_purges_take_old_ones"
    if dialect == "sqlite":
        wrong, refuse = f"{_wrong(_YOUNG_SQLITE)} OR {_NOT_APPROVED}", f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        return [f"DROP TRIGGER {name}", f"CREATE TRIGGER {name} BEFORE INSERT ON audit_purges WHEN {wrong} {refuse}"]
    wrong = f"{_wrong(_YOUNG_POSTGRESQL)} OR {_NOT_APPROVED}"
    body = f"IF {wrong} THEN RAISE EXCEPTION '{REFUSAL}'; END IF; RETURN NEW;"
    return [_function(name, body).replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")]


def _sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    statements = []
    for table, number in _NUMBERS.items():
        name = f"{table}_refuses_delete"
        statements.append(f"DROP TRIGGER {name}")
        statements.append(f"CREATE TRIGGER {name} BEFORE DELETE ON {table} WHEN NOT {_covered(number)} {refuse}")
    final = "CREATE TRIGGER audit_purges_refuses_{act} BEFORE {act} ON audit_purges"
    statements += [f"{final.format(act=act)} {refuse}" for act in ("update", "delete")]
    wrong = _wrong(_YOUNG_SQLITE)
    statements.append(f"CREATE TRIGGER audit_purges_take_old_ones BEFORE INSERT ON audit_purges WHEN {wrong} {refuse}")
    return statements


def _postgresql() -> list[str]:
    refuse = f"RAISE EXCEPTION '{REFUSAL}'"
    statements = []
    for table, number in _NUMBERS.items():
        name = f"{table}_lets_go"
        statements.append(f"DROP TRIGGER {table}_is_append_only ON {table}")
        statements.append(_final(table, "UPDATE OR TRUNCATE"))
        statements.append(_function(name, f"IF NOT {_covered(number)} THEN {refuse}; END IF; RETURN OLD;"))
        statements.append(f"CREATE TRIGGER {name} BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    wrong = _wrong(_YOUNG_POSTGRESQL)
    name, table = "audit_purges_take_old_ones", "audit_purges"
    statements.append(_final(table, "UPDATE OR DELETE OR TRUNCATE"))
    statements.append(_function(name, f"IF {wrong} THEN {refuse}; END IF; RETURN NEW;"))
    statements.append(f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    return statements


def _final(table: str, acts: str) -> str:
    trigger = f"CREATE TRIGGER {table}_is_append_only BEFORE {acts} ON {table}"
    return f"{trigger} FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()"


def _function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


def _covered(number: str) -> str:
    return f"EXISTS (SELECT 1 FROM audit_purges WHERE OLD.{number} BETWEEN first AND last)"  # noqa: S608  # constants


def _wrong(young: str) -> str:
    """A piece that does not begin with the first event, ends beyond the last, or holds one that is too young."""
    begins = "NEW.first <> (SELECT min(number) FROM audit_events)"
    ends = "NOT EXISTS (SELECT 1 FROM audit_events WHERE number = NEW.last)"
    piece = f"SELECT 1 FROM audit_events WHERE number BETWEEN NEW.first AND NEW.last AND {young}"  # noqa: S608
    return f"({begins} OR {ends} OR EXISTS ({piece}))"
