"""Applications, roll-calls, releases and bans: the life of an account and of an organisation.

Revision: 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

KINDS = (
    'owner', 'bureau', 'application_agent', 'occto', 'grid_operator', 'local_government', 'ministry',
    'certified_operator', 'contractor', 'auditor',
)


def upgrade() -> None:
    op.create_table('kind_standings',
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('stopped_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('notice', sa.String(length=400), nullable=False),
    sa.PrimaryKeyConstraint('kind', name=op.f('pk_kind_standings'))
    )
    op.bulk_insert(
        sa.table('kind_standings', sa.column('kind'), sa.column('reason'), sa.column('notice')),
        [{'kind': kind, 'reason': '', 'notice': ''} for kind in KINDS],
    )
    op.create_table('roll_calls',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('quarter', sa.String(length=10), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roll_calls')),
    sa.UniqueConstraint('quarter', name=op.f('uq_roll_calls_quarter'))
    )
    op.create_table('account_requests',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=30), nullable=False),
    sa.Column('unit', sa.String(length=200), nullable=False),
    sa.Column('department', sa.String(length=200), nullable=False),
    sa.Column('person_name', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('telephone', sa.String(length=30), nullable=False),
    sa.Column('duty', sa.String(length=200), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('appoints_id', sa.Integer(), nullable=True),
    sa.Column('batch', sa.String(length=200), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('applied_by', sa.Integer(), nullable=False),
    sa.Column('applied_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('why', sa.String(length=200), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_account_requests_account_id')),
    sa.ForeignKeyConstraint(['applied_by'], ['accounts.id'], name=op.f('fk_account_requests_applied_by')),
    sa.ForeignKeyConstraint(['appoints_id'], ['accounts.id'], name=op.f('fk_account_requests_appoints_id')),
    sa.ForeignKeyConstraint(['decided_by'], ['accounts.id'], name=op.f('fk_account_requests_decided_by')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_account_requests_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_requests'))
    )
    with op.batch_alter_table('account_requests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_requests_applied_by'), ['applied_by'], unique=False)
        batch_op.create_index('ix_account_requests_organisation_id_email', ['organisation_id', 'email'], unique=False)
        batch_op.create_index(batch_op.f('ix_account_requests_state'), ['state'], unique=False)

    op.create_table('address_changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('old_confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('new_confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_address_changes_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_address_changes')),
    sa.UniqueConstraint('account_id', name=op.f('uq_address_changes_account_id'))
    )
    op.create_table('dormancy_letters',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('stops', sa.String(length=40), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_dormancy_letters_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dormancy_letters')),
    sa.UniqueConstraint('account_id', 'stops', 'days', name=op.f('uq_dormancy_letters_account_id_stops_days'))
    )
    op.create_table('roll_call_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('roll_call_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('login_id', sa.String(length=64), nullable=False),
    sa.Column('person_name', sa.String(length=200), nullable=False),
    sa.Column('department', sa.String(length=200), nullable=False),
    sa.Column('role', sa.String(length=30), nullable=False),
    sa.Column('answer', sa.String(length=10), nullable=False),
    sa.Column('answered_by', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_roll_call_entries_account_id')),
    sa.ForeignKeyConstraint(['answered_by'], ['accounts.id'], name=op.f('fk_roll_call_entries_answered_by')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_roll_call_entries_organisation_id')),
    sa.ForeignKeyConstraint(['roll_call_id'], ['roll_calls.id'], name=op.f('fk_roll_call_entries_roll_call_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roll_call_entries')),
    sa.UniqueConstraint('roll_call_id', 'account_id', name=op.f('uq_roll_call_entries_roll_call_id_account_id'))
    )
    with op.batch_alter_table('roll_call_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_roll_call_entries_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_roll_call_entries_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('uploaded_tables',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('use', sa.String(length=20), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('rows', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('uploaded_by', sa.Integer(), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['uploaded_by'], ['accounts.id'], name=op.f('fk_uploaded_tables_uploaded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_uploaded_tables'))
    )
    op.create_table('account_request_notes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['by'], ['accounts.id'], name=op.f('fk_account_request_notes_by')),
    sa.ForeignKeyConstraint(['request_id'], ['account_requests.id'], name=op.f('fk_account_request_notes_request_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_request_notes'))
    )
    with op.batch_alter_table('account_request_notes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_request_notes_request_id'), ['request_id'], unique=False)

    with op.batch_alter_table('accounts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('stopped_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('struck_off_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('released_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('roll_call_due_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('telephone', sa.String(length=30), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('duty', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('starts_on', sa.Date(), nullable=True))

    with op.batch_alter_table('one_time_links', schema=None) as batch_op:
        batch_op.add_column(sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('used_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('letter_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_one_time_links_letter_id'), 'outbox', ['letter_id'], ['id'])

    with op.batch_alter_table('organisations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('standing_since', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('standing_reason', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('units', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('mail_domains', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False, server_default='[]'))



def downgrade() -> None:
    for table, columns in (
        ('organisations', ('mail_domains', 'units', 'standing_reason', 'standing_since')),
        ('accounts', ('starts_on', 'duty', 'telephone', 'roll_call_due_at', 'released_at', 'struck_off_at', 'stopped_at')),
    ):
        for column in columns:
            op.drop_column(table, column)
    with op.batch_alter_table('one_time_links', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_one_time_links_letter_id'), type_='foreignkey')
        batch_op.drop_column('letter_id')
        batch_op.drop_column('used_at')
        batch_op.drop_column('opened_at')
    for table in (
        'account_request_notes', 'uploaded_tables', 'roll_call_entries', 'dormancy_letters', 'address_changes',
        'account_requests', 'roll_calls', 'kind_standings',
    ):
        op.drop_table(table)
