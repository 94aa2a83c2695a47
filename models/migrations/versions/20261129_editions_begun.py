"""Which editions have been in force, and under which catalogue a draft's cell was decided.

Revision: 0022, after 0021.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from models.catalogue.guards import begun_guard_statements

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

EDITIONS = sa.table(
    'grants_editions', sa.column('number', sa.Integer()), sa.column('in_force_from', sa.DateTime(timezone=True))
)
CALLED_OFF = sa.table('grants_editions_called_off', sa.column('edition', sa.Integer()))
# What was decided before stands as it stood at the time: under the newest catalogue of that moment.
ON_RECORD = (
    'UPDATE grants_draft_cells SET record = coalesce((SELECT max(number) FROM catalogue_records '
    'WHERE catalogue_records.recorded_at <= grants_draft_cells.changed_at), 0)'
)


def upgrade() -> None:
    begun = op.create_table('grants_editions_begun',
    sa.Column('edition', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['edition'], ['grants_editions.number'], name=op.f('fk_grants_editions_begun_edition')),
    sa.PrimaryKeyConstraint('edition', name=op.f('pk_grants_editions_begun'))
    )
    op.add_column('grants_draft_cells', sa.Column('record', sa.Integer(), server_default='0', nullable=False))
    op.execute(ON_RECORD)
    dialect = op.get_bind().dialect.name
    now = datetime.now(UTC).replace(tzinfo=None if dialect == 'sqlite' else UTC)
    former = sa.select(EDITIONS.c.number, EDITIONS.c.in_force_from).where(
        EDITIONS.c.in_force_from <= now, EDITIONS.c.number.not_in(sa.select(CALLED_OFF.c.edition))
    )
    op.execute(begun.insert().from_select(['edition', 'at'], former))
    for statement in begun_guard_statements(dialect):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table('grants_editions_begun')
    op.drop_column('grants_draft_cells', 'record')
