"""Applications for accounts say the last day of use, for whom there is one.

Revision: 0020, after 0019.
"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('account_requests', sa.Column('ends_on', sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column('account_requests', 'ends_on')
