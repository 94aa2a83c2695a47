"""What the trail calls a browser stays when its token changes.

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
    op.execute('UPDATE known_browsers SET device = substr(token_hash, 1, 16)')
    with op.batch_alter_table('known_browsers', schema=None) as batch_op:
        batch_op.alter_column('device', existing_type=sa.String(length=16), nullable=False)


def downgrade() -> None:
    op.drop_column('known_browsers', 'device')
