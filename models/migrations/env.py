"""Migrations run on the application's own engine, with the register opened: they shape tables, they show nothing."""

from pathlib import Path

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import JSON, Connection

from models.db import UtcDateTime
from models.register.search_index import TABLE as SEARCH_TABLE
from models.register.tripwire import opened


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """The search index is made by hand (each database has its own kind) and is not described to SQLAlchemy."""
    return not (kind == "table" and (name or "").startswith(SEARCH_TABLE))


def render_item(kind: str, value: object, autogenerating: AutogenContext) -> str | bool:
    """A migration stands alone: it names the type in the database, not our own around it."""
    if kind == "type" and isinstance(value, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(value, JSON):
        autogenerating.imports.add("from sqlalchemy.dialects import postgresql")
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    return False


def run(connection: Connection) -> None:
    """Migrate over ``connection``, all steps of one version in one transaction."""
    migrate = current_app.extensions["migrate"]
    context.configure(
        connection=connection,
        target_metadata=migrate.db.metadata,
        include_name=include_name,
        transaction_per_migration=True,
        render_item=render_item,
        **migrate.configure_args,
    )
    with context.begin_transaction(), opened():
        context.run_migrations()


engine = current_app.extensions["migrate"].db.engine
if engine.dialect.name == "sqlite" and engine.url.database:
    # The service opens only a file that exists; this is where it begins to.
    Path(engine.url.database).touch(mode=0o600)
with engine.connect() as connection:
    run(connection)
    connection.commit()
