"""What the trail calls a browser stays when its token changes; the token before counts for a few minutes.

Revision: 0024, after 0023.
"""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('known_browsers', sa.Column('device', sa.String(length=16), nullable=True))
    op.add_column('known_browsers', sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        'known_browsers', sa.Column('former_hash', sa.String(length=64), server_default='', nullable=False)
    )
    op.execute('UPDATE known_browsers SET device = substr(token_hash, 1, 16), changed_at = last_used_at')
    with op.batch_alter_table('known_browsers', schema=None) as batch_op:
        batch_op.alter_column('device', existing_type=sa.String(length=16), nullable=False)
        batch_op.alter_column('changed_at', existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.create_index(batch_op.f('ix_known_browsers_former_hash'), ['former_hash'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('known_browsers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_known_browsers_former_hash'))
        batch_op.drop_column('former_hash')
        batch_op.drop_column('changed_at')
        batch_op.drop_column('device')
