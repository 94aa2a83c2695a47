"""Two persons at the console: a stop made there waits to be confirmed, and a purge of the trail names its approval.

Revision: 0023, after 0019.
"""

import sqlalchemy as sa
from alembic import op

from models.audit.purge_guards import approved_purge_statements

revision = '0023'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        'accounts', sa.Column('stopped_at_console', sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column('audit_purges', sa.Column('approval', sa.Integer(), nullable=True))
    for statement in approved_purge_statements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError('what the database refuses to let one person do, it does not forget to refuse')
