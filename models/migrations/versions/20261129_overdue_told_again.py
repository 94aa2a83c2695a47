"""What is overdue is told a second time: when that was, of cases and of inquiries.

Revision: 0026, after 0025.
"""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('watch_cases', sa.Column('told_again_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('inquiries', sa.Column('escalated_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('inquiries', sa.Column('told_again_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column('inquiries', 'told_again_at')
    op.drop_column('inquiries', 'escalated_at')
    op.drop_column('watch_cases', 'told_again_at')
