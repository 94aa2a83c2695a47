"""The migrations make what the models describe, on both systems."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from models.db import Base, db
from models.register.search_index import TABLE
from models.register.tripwire import opened


def described(name: str | None, kind: str, _parents: object) -> bool:
    """The search index alone is made by hand: each database system has its own kind."""
    return not (kind == "table" and (name or "").startswith(TABLE))


def test_the_migrations_make_exactly_the_tables_of_the_models(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection, opened():
        options = {"compare_type": True, "render_as_batch": True, "include_name": described}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []
