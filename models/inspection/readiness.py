"""Readiness: the database answers, and has the tables and the catalogue this process works with."""

from functools import cache
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.orm import Session

from models.catalogue.recorded import Standing, standing

MIGRATIONS = Path(__file__).parent.parent / "migrations"


@cache
def expected_revision() -> str | None:
    """The newest migration this version brings."""
    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(configuration).get_current_head()


def present_revision(session: Session) -> str | None:
    """The migration the database stands at; raises when the database does not answer or was never migrated."""
    revision: str | None = session.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def is_ready(session: Session) -> bool:
    """Whether work can be done on this database, by a process that runs with the catalogue it was told of."""
    return present_revision(session) == expected_revision() and standing(session) is not Standing.ANOTHER
