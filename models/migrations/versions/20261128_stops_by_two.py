"""Stops by two: which officer has stopped one of those who watch alone; and whose account an application succeeds.

Revision: 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # One statement for either system: SQLite would otherwise copy the whole table for the sake of the reference.
    op.execute(
        'ALTER TABLE accounts ADD COLUMN stopped_alone_by INTEGER'
        ' CONSTRAINT fk_accounts_stopped_alone_by REFERENCES accounts (id)'
    )
    op.create_index(op.f('ix_accounts_stopped_alone_by'), 'accounts', ['stopped_alone_by'])
    with op.batch_alter_table('account_requests', schema=None) as batch_op:
        batch_op.add_column(sa.Column('former_id', sa.String(length=64), nullable=False, server_default=''))


def downgrade() -> None:
    with op.batch_alter_table('account_requests', schema=None) as batch_op:
        batch_op.drop_column('former_id')

    op.drop_index(op.f('ix_accounts_stopped_alone_by'), table_name='accounts')
    with op.batch_alter_table('accounts', schema=None) as batch_op:
        batch_op.drop_column('stopped_alone_by')
