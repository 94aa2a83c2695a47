"""Which catalogue is in force, and since when each of its items counts.

Revision: 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('catalogue_records',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('items', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_catalogue_records'))
    )
    op.create_table('catalogue_items',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('type', sa.String(length=20), nullable=False),
    sa.Column('store', sa.String(length=10), nullable=False),
    sa.Column('since_edition', sa.Integer(), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('record', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['record'], ['catalogue_records.number'], name=op.f('fk_catalogue_items_record')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_catalogue_items')),
    sa.UniqueConstraint('code', name=op.f('uq_catalogue_items_code'))
    )


def downgrade() -> None:
    op.drop_table('catalogue_items')
    op.drop_table('catalogue_records')
