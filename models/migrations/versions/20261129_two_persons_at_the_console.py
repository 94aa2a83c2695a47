"""Two persons at the console: a stop there waits to be confirmed, a purge names its approval. Orders of reports;
checks with nothing to look at.

Revision: 0021, after 0020.
"""

import sqlalchemy as sa
from alembic import op

from models.audit.purge_guards import approved_purge_statements

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        'accounts', sa.Column('stopped_at_console', sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column('inspection_runs', sa.Column('empty', sa.Integer(), server_default='0', nullable=False))
    op.add_column('audit_purges', sa.Column('approval', sa.Integer(), nullable=True))
    op.create_table('report_orders',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('month', sa.String(length=7), nullable=False),
    sa.Column('remarks', sa.Text(), nullable=False),
    sa.Column('asked_by', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['asked_by'], ['accounts.id'], name=op.f('fk_report_orders_asked_by')),
    sa.ForeignKeyConstraint(['report_id'], ['monthly_reports.id'], name=op.f('fk_report_orders_report_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_orders'))
    )
    op.create_index('ix_report_orders_asked_by', 'report_orders', ['asked_by'])
    op.create_index('ix_report_orders_month', 'report_orders', ['month'])
    for statement in approved_purge_statements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError('what the database refuses to let one person do, it does not forget to refuse')
