"""Looking back: inquiries, requests on paper; one file over the quota, quotas by kind and role.

Revision: 0018, after 0017.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('inquiries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('certification_id', sa.BigInteger(), nullable=False),
    sa.Column('facility_id', sa.String(length=10), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('incident_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_inquiries_account_id')),
    sa.ForeignKeyConstraint(['incident_id'], ['incidents.id'], name=op.f('fk_inquiries_incident_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_inquiries_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inquiries'))
    )
    with op.batch_alter_table('inquiries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inquiries_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index('ix_inquiries_state_due_on', ['state', 'due_on'], unique=False)

    op.create_table('inquired_looks',
    sa.Column('inquiry_id', sa.Integer(), nullable=False),
    sa.Column('event_number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['inquiry_id'], ['inquiries.id'], name=op.f('fk_inquired_looks_inquiry_id')),
    sa.PrimaryKeyConstraint('inquiry_id', 'event_number', name=op.f('pk_inquired_looks'))
    )
    op.create_table('inquiry_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('inquiry_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('who', sa.String(length=410), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_inquiry_entries_account_id')),
    sa.ForeignKeyConstraint(['inquiry_id'], ['inquiries.id'], name=op.f('fk_inquiry_entries_inquiry_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inquiry_entries'))
    )
    with op.batch_alter_table('inquiry_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inquiry_entries_inquiry_id'), ['inquiry_id'], unique=False)


    op.create_table('export_requests',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('goes_to', sa.String(length=20), nullable=False),
    sa.Column('asked', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('items', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('purpose', sa.String(length=40), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('format', sa.String(length=20), nullable=False),
    sa.Column('rights', sa.String(length=64), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('over', sa.String(length=200), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('why', sa.String(length=200), nullable=False),
    sa.Column('file_number', sa.String(length=20), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_export_requests_account_id')),
    sa.ForeignKeyConstraint(['decided_by'], ['accounts.id'], name=op.f('fk_export_requests_decided_by')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_export_requests_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_export_requests')),
    sa.UniqueConstraint('file_number', name=op.f('uq_export_requests_file_number'))
    )
    with op.batch_alter_table('export_requests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_export_requests_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_export_requests_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_export_requests_state'), ['state'], unique=False)

    op.create_table('export_limits',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('role', sa.String(length=30), nullable=False),
    sa.Column('rows_a_file', sa.Integer(), nullable=False),
    sa.Column('rows_a_day', sa.Integer(), nullable=False),
    sa.Column('files_in_a_while', sa.Integer(), nullable=False),
    sa.Column('in_force_from', sa.DateTime(timezone=True), nullable=False),
    sa.Column('approval_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['approval_id'], ['approvals.id'], name=op.f('fk_export_limits_approval_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_export_limits'))
    )
    with op.batch_alter_table('export_limits', schema=None) as batch_op:
        batch_op.create_index('ix_export_limits_kind_role', ['kind', 'role', 'id'], unique=False)

    op.create_table('paper_requests',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('requester', sa.String(length=200), nullable=False),
    sa.Column('address', sa.String(length=500), nullable=False),
    sa.Column('identity', sa.String(length=40), nullable=False),
    sa.Column('identity_note', sa.String(length=200), nullable=False),
    sa.Column('facility_id', sa.String(length=10), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('entered_by', sa.Integer(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('released_by', sa.Integer(), nullable=True),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['entered_by'], ['accounts.id'], name=op.f('fk_paper_requests_entered_by')),
    sa.ForeignKeyConstraint(['released_by'], ['accounts.id'], name=op.f('fk_paper_requests_released_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_requests'))
    )


def downgrade() -> None:
    op.drop_table('paper_requests')
    op.drop_table('export_limits')
    op.drop_table('export_requests')
    with op.batch_alter_table('inquiry_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inquiry_entries_inquiry_id'))

    op.drop_table('inquiry_entries')
    op.drop_table('inquired_looks')
    with op.batch_alter_table('inquiries', schema=None) as batch_op:
        batch_op.drop_index('ix_inquiries_state_due_on')
        batch_op.drop_index(batch_op.f('ix_inquiries_organisation_id'))

    op.drop_table('inquiries')
