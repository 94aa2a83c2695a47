"""Monthly reports, self-inspections and their plan, signatures, findings; what is filed is never changed.

Revision: 0019, after 0018.
"""

import sqlalchemy as sa
from alembic import op

from models.assurance.guards import guard_statements, removal_statements

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('monthly_reports',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('month', sa.String(length=7), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('document', sa.Text(), nullable=False),
    sa.Column('remarks', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('drafted_by', sa.Integer(), nullable=False),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['drafted_by'], ['accounts.id'], name=op.f('fk_monthly_reports_drafted_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_monthly_reports')),
    sa.UniqueConstraint('month', 'version', name=op.f('uq_monthly_reports_month_version'))
    )
    op.create_table('inspection_runs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('document', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('kept', sa.Integer(), nullable=False),
    sa.Column('not_kept', sa.Integer(), nullable=False),
    sa.Column('unknown', sa.Integer(), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.Column('who', sa.String(length=410), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['made_by'], ['accounts.id'], name=op.f('fk_inspection_runs_made_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inspection_runs'))
    )
    op.create_table('inspection_plan_items',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('fiscal_year', sa.Integer(), nullable=False),
    sa.Column('month', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.Column('added_by', sa.Integer(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('done_note', sa.String(length=1000), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_note', sa.String(length=1000), nullable=False),
    sa.ForeignKeyConstraint(['added_by'], ['accounts.id'], name=op.f('fk_inspection_plan_items_added_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inspection_plan_items'))
    )
    op.create_index(op.f('ix_inspection_plan_items_fiscal_year'), 'inspection_plan_items', ['fiscal_year'])
    op.create_table('sign_offs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(length=60), nullable=False),
    sa.Column('capacity', sa.String(length=20), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('who', sa.String(length=410), nullable=False),
    sa.Column('remark', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_sign_offs_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_offs')),
    sa.UniqueConstraint('subject', 'capacity', name=op.f('uq_sign_offs_subject_capacity'))
    )
    op.create_table('findings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('detail', sa.Text(), nullable=False),
    sa.Column('promise', sa.String(length=4), nullable=False),
    sa.Column('check_code', sa.String(length=60), nullable=False),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('raised_by', sa.Integer(), nullable=True),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_by', sa.Integer(), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by', sa.Integer(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminded_for', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['closed_by'], ['accounts.id'], name=op.f('fk_findings_closed_by')),
    sa.ForeignKeyConstraint(['done_by'], ['accounts.id'], name=op.f('fk_findings_done_by')),
    sa.ForeignKeyConstraint(['owner_id'], ['accounts.id'], name=op.f('fk_findings_owner_id')),
    sa.ForeignKeyConstraint(['raised_by'], ['accounts.id'], name=op.f('fk_findings_raised_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_findings'))
    )
    op.create_index('ix_findings_closed_at_due_on', 'findings', ['closed_at', 'due_on'])
    op.create_index(op.f('ix_findings_owner_id'), 'findings', ['owner_id'])
    op.create_table('finding_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('finding_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('who', sa.String(length=410), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_finding_entries_account_id')),
    sa.ForeignKeyConstraint(['finding_id'], ['findings.id'], name=op.f('fk_finding_entries_finding_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finding_entries'))
    )
    op.create_index(op.f('ix_finding_entries_finding_id'), 'finding_entries', ['finding_id'])
    op.create_table('finding_files',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('finding_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('token', sa.String(length=32), nullable=False),
    sa.Column('sealed_key', sa.Text(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('who', sa.String(length=410), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_finding_files_account_id')),
    sa.ForeignKeyConstraint(['finding_id'], ['findings.id'], name=op.f('fk_finding_files_finding_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finding_files'))
    )
    op.create_index(op.f('ix_finding_files_finding_id'), 'finding_files', ['finding_id'])
    for statement in guard_statements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    for statement in removal_statements(op.get_bind().dialect.name):
        op.execute(statement)
    tables = ('finding_files', 'finding_entries', 'findings', 'sign_offs', 'inspection_plan_items')
    for table in (*tables, 'inspection_runs', 'monthly_reports'):
        op.drop_table(table)
