"""Published texts called off before their day.

Revision: 0027, after 0026.
"""

import sqlalchemy as sa
from alembic import op

from models.legal.guards import called_off_guard_statements

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('text_versions_called_off',
    sa.Column('text', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('proposed_by', sa.Integer(), nullable=False),
    sa.Column('approved_by', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['approved_by'], ['accounts.id'], name=op.f('fk_text_versions_called_off_approved_by')),
    sa.ForeignKeyConstraint(['proposed_by'], ['accounts.id'], name=op.f('fk_text_versions_called_off_proposed_by')),
    sa.ForeignKeyConstraint(['text'], ['text_versions.id'], name=op.f('fk_text_versions_called_off_text')),
    sa.PrimaryKeyConstraint('text', name=op.f('pk_text_versions_called_off'))
    )
    for statement in called_off_guard_statements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table('text_versions_called_off')
