"""Recounts of monthly reports, made by a job, with what came of them.

Revision: 0023, after 0022.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('report_recounts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('asked_by', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('differing', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=True),
    sa.ForeignKeyConstraint(['asked_by'], ['accounts.id'], name=op.f('fk_report_recounts_asked_by')),
    sa.ForeignKeyConstraint(['report_id'], ['monthly_reports.id'], name=op.f('fk_report_recounts_report_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_recounts'))
    )
    op.create_index('ix_report_recounts_asked_by', 'report_recounts', ['asked_by'])
    op.create_index('ix_report_recounts_report_id', 'report_recounts', ['report_id'])


def downgrade() -> None:
    op.drop_table('report_recounts')
