"""The first tables: accounts, the trail, grants, the register and its search index.

Revision: 0001, the first.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from models.audit.guards import FIRST_HEAD, guard_statements
from models.register import search_index

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('audit_event_facilities',
    sa.Column('certification_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('event_number', sa.Integer(), autoincrement=False, nullable=False),
    sa.PrimaryKeyConstraint('certification_id', 'event_number', name=op.f('pk_audit_event_facilities')),
    sqlite_with_rowid=False
    )
    op.create_table('audit_events',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('login_id', sa.String(length=200), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('organisation', sa.String(length=200), nullable=False),
    sa.Column('unit', sa.String(length=200), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('session', sa.Integer(), nullable=True),
    sa.Column('request', sa.String(length=64), nullable=False),
    sa.Column('object', sa.String(length=200), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=True),
    sa.Column('details', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_audit_events')),
    sa.UniqueConstraint('hash', name=op.f('uq_audit_events_hash'))
    )
    with op.batch_alter_table('audit_events', schema=None) as batch_op:
        batch_op.create_index('ix_audit_events_account_id_at', ['account_id', 'at'], unique=False)
        batch_op.create_index('ix_audit_events_name_at', ['name', 'at'], unique=False)
        batch_op.create_index('ix_audit_events_object', ['object'], unique=False)

    op.create_table('audit_head',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_audit_head_only_one')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_head'))
    )
    op.create_table('failure_counters',
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('in_a_row', sa.Integer(), nullable=False),
    sa.Column('in_window', sa.Integer(), nullable=False),
    sa.Column('window_started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lockings', sa.Integer(), nullable=False),
    sa.Column('locked_until', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_failure_counters'))
    )
    op.create_table('grants_editions',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('in_force_from', sa.DateTime(timezone=True), nullable=True),
    sa.Column('proposal', sa.Boolean(), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_grants_editions'))
    )
    op.create_table('imported_files',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('added', sa.Integer(), nullable=False),
    sa.Column('changed', sa.Integer(), nullable=False),
    sa.Column('unchanged', sa.Integer(), nullable=False),
    sa.Column('refused', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imported_files'))
    )
    op.create_table('organisations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('scope_code', sa.String(length=40), nullable=True),
    sa.Column('laws', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('standing', sa.String(length=10), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisations')),
    sa.UniqueConstraint('name', name=op.f('uq_organisations_name'))
    )
    op.create_table('outbox',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recipient', sa.String(length=254), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('sealed_body', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_attempt_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_error', sa.String(length=200), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox'))
    )
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_state_next_attempt_at', ['state', 'next_attempt_at'], unique=False)

    op.create_table('register_operators',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('identity', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=4), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('address', sa.String(length=500), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_operators')),
    sa.UniqueConstraint('identity', name=op.f('uq_register_operators_identity'))
    )
    op.create_table('register_scopes',
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('position', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('source_group', sa.String(length=20), nullable=True),
    sa.Column('output_kw', sa.Double(), nullable=True),
    sa.Column('status', sa.String(length=20), nullable=True),
    sa.Column('grid', sa.String(length=10), nullable=True),
    sa.Column('bureau', sa.String(length=1), nullable=True),
    sa.Column('prefecture', sa.String(length=2), nullable=True),
    sa.PrimaryKeyConstraint('kind', 'code', 'position', name=op.f('pk_register_scopes')),
    sqlite_with_rowid=False
    )
    op.create_table('register_totals',
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('source_group', sa.String(length=20), nullable=False),
    sa.Column('prefecture', sa.String(length=2), nullable=False),
    sa.Column('certifications', sa.Integer(), nullable=False),
    sa.Column('output_watts', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'code', 'source_group', 'prefecture', name=op.f('pk_register_totals')),
    sqlite_with_rowid=False
    )
    op.create_table('accounts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('login_id', sa.String(length=64), nullable=False),
    sa.Column('folded_id', sa.String(length=64), nullable=False),
    sa.Column('skeleton', sa.String(length=64), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('unit', sa.String(length=200), nullable=False),
    sa.Column('role', sa.String(length=30), nullable=False),
    sa.Column('person_name', sa.String(length=200), nullable=False),
    sa.Column('department', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('stop_reason', sa.String(length=40), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=True),
    sa.Column('password_set_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_signed_in_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_accounts_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accounts')),
    sa.UniqueConstraint('folded_id', name=op.f('uq_accounts_folded_id')),
    sa.UniqueConstraint('skeleton', name=op.f('uq_accounts_skeleton'))
    )
    with op.batch_alter_table('accounts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_accounts_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('grants',
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('attribute', sa.String(length=30), nullable=False),
    sa.Column('item', sa.String(length=64), nullable=False),
    sa.Column('ground', sa.String(length=20), nullable=False),
    sa.Column('reference', sa.String(length=200), nullable=False),
    sa.Column('reviewer', sa.String(length=200), nullable=False),
    sa.Column('reviewed_on', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.CheckConstraint("reference <> ''", name=op.f('ck_grants_ground_is_named')),
    sa.ForeignKeyConstraint(['edition'], ['grants_editions.number'], name=op.f('fk_grants_edition')),
    sa.PrimaryKeyConstraint('edition', 'attribute', 'item', name=op.f('pk_grants')),
    sqlite_with_rowid=False
    )
    op.create_table('register_certifications',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('position', sa.BigInteger(), nullable=False),
    sa.Column('facility_id', sa.String(length=10), nullable=False),
    sa.Column('scheme', sa.String(length=10), nullable=True),
    sa.Column('certification_category', sa.String(length=20), nullable=True),
    sa.Column('status', sa.String(length=20), nullable=True),
    sa.Column('certified_on', sa.Date(), nullable=True),
    sa.Column('amended_on', sa.Date(), nullable=True),
    sa.Column('applied_on', sa.Date(), nullable=True),
    sa.Column('bureau', sa.String(length=1), nullable=True),
    sa.Column('source', sa.String(length=100), nullable=True),
    sa.Column('source_group', sa.String(length=20), nullable=True),
    sa.Column('output_class', sa.String(length=20), nullable=True),
    sa.Column('facility_name', sa.String(length=300), nullable=True),
    sa.Column('fiscal_year', sa.Integer(), nullable=True),
    sa.Column('operator_name', sa.String(length=300), nullable=True),
    sa.Column('operator_kind', sa.String(length=4), nullable=True),
    sa.Column('operator_id', sa.Integer(), nullable=True),
    sa.Column('representative_name', sa.String(length=200), nullable=True),
    sa.Column('operator_address', sa.String(length=500), nullable=True),
    sa.Column('operator_telephone', sa.String(length=40), nullable=True),
    sa.Column('output_kw', sa.Double(), nullable=True),
    sa.Column('panel_output_kw', sa.Double(), nullable=True),
    sa.Column('self_sustained_operation', sa.String(length=4), nullable=True),
    sa.Column('supply_outlet', sa.String(length=4), nullable=True),
    sa.Column('wiring_class', sa.String(length=20), nullable=True),
    sa.Column('roof_mounted', sa.Boolean(), nullable=True),
    sa.Column('ground_mounted', sa.Boolean(), nullable=True),
    sa.Column('site_address', sa.String(length=1000), nullable=True),
    sa.Column('other_parcels', sa.Integer(), nullable=True),
    sa.Column('prefecture', sa.String(length=2), nullable=True),
    sa.Column('municipality', sa.String(length=5), nullable=True),
    sa.Column('supply_area', sa.String(length=10), nullable=True),
    sa.Column('grid_operator', sa.String(length=10), nullable=True),
    sa.Column('connection_contracted_on', sa.Date(), nullable=True),
    sa.Column('operation_planned_on', sa.Date(), nullable=True),
    sa.Column('operation_started_on', sa.Date(), nullable=True),
    sa.Column('operation_reported_month', sa.String(length=7), nullable=True),
    sa.Column('procurement_price', sa.Double(), nullable=True),
    sa.Column('procurement_years', sa.Integer(), nullable=True),
    sa.Column('procurement_ends_month', sa.String(length=7), nullable=True),
    sa.Column('lapses_on', sa.Date(), nullable=True),
    sa.Column('fip_transferred_on', sa.Date(), nullable=True),
    sa.Column('former_facility_id', sa.String(length=10), nullable=True),
    sa.Column('disposal_reserve_method', sa.String(length=30), nullable=True),
    sa.Column('disposal_reserve_status', sa.String(length=30), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['operator_id'], ['register_operators.id'], name=op.f('fk_register_certifications_operator_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_certifications')),
    sa.UniqueConstraint('facility_id', name=op.f('uq_register_certifications_facility_id')),
    sa.UniqueConstraint('position', name=op.f('uq_register_certifications_position'))
    )
    with op.batch_alter_table('register_certifications', schema=None) as batch_op:
        batch_op.create_index('ix_register_certifications_operator_name', ['operator_name'], unique=False)

    op.create_table('known_browsers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_known_browsers_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_browsers')),
    sa.UniqueConstraint('token_hash', 'account_id', name=op.f('uq_known_browsers_token_hash_account_id'))
    )
    with op.batch_alter_table('known_browsers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_known_browsers_account_id'), ['account_id'], unique=False)

    op.create_table('one_time_links',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(length=10), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_one_time_links_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_one_time_links')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_one_time_links_token_hash'))
    )
    with op.batch_alter_table('one_time_links', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_one_time_links_account_id'), ['account_id'], unique=False)

    op.create_table('recovery_codes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_recovery_codes_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_codes')),
    sa.UniqueConstraint('account_id', 'code_hash', name=op.f('uq_recovery_codes_account_id_code_hash'))
    )
    with op.batch_alter_table('recovery_codes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recovery_codes_account_id'), ['account_id'], unique=False)

    op.create_table('register_amendments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('certification_id', sa.Integer(), nullable=False),
    sa.Column('item', sa.String(length=64), nullable=False),
    sa.Column('parcel_number', sa.Integer(), nullable=True),
    sa.Column('before', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=True),
    sa.Column('after', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['certification_id'], ['register_certifications.id'], name=op.f('fk_register_amendments_certification_id')),
    sa.ForeignKeyConstraint(['file_id'], ['imported_files.id'], name=op.f('fk_register_amendments_file_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_amendments'))
    )
    with op.batch_alter_table('register_amendments', schema=None) as batch_op:
        batch_op.create_index('ix_register_amendments_certification_id_item', ['certification_id', 'item'], unique=False)

    op.create_table('register_documents',
    sa.Column('certification_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('items', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['certification_id'], ['register_certifications.id'], name=op.f('fk_register_documents_certification_id')),
    sa.PrimaryKeyConstraint('certification_id', name=op.f('pk_register_documents'))
    )
    op.create_table('register_facility_ids',
    sa.Column('facility_id', sa.String(length=10), nullable=False),
    sa.Column('certification_id', sa.Integer(), nullable=False),
    sa.Column('first_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['certification_id'], ['register_certifications.id'], name=op.f('fk_register_facility_ids_certification_id')),
    sa.PrimaryKeyConstraint('facility_id', name=op.f('pk_register_facility_ids'))
    )
    with op.batch_alter_table('register_facility_ids', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_register_facility_ids_certification_id'), ['certification_id'], unique=False)

    op.create_table('register_sites',
    sa.Column('certification_id', sa.Integer(), nullable=False),
    sa.Column('parcel_number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('address', sa.String(length=1000), nullable=False),
    sa.Column('prefecture', sa.String(length=2), nullable=True),
    sa.Column('municipality', sa.String(length=5), nullable=True),
    sa.Column('supply_area', sa.String(length=10), nullable=True),
    sa.ForeignKeyConstraint(['certification_id'], ['register_certifications.id'], name=op.f('fk_register_sites_certification_id')),
    sa.PrimaryKeyConstraint('certification_id', 'parcel_number', name=op.f('pk_register_sites')),
    sqlite_with_rowid=False
    )
    op.create_table('sign_in_sessions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('rung', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('rung_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('proved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('consent_version', sa.String(length=60), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('user_agent', sa.String(length=300), nullable=False),
    sa.Column('destination', sa.String(length=2000), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('end_reason', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_sign_in_sessions_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_sessions')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_sign_in_sessions_token_hash'))
    )
    with op.batch_alter_table('sign_in_sessions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_sessions_account_id'), ['account_id'], unique=False)

    op.create_table('consents',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('occasion', sa.String(length=40), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('login_id', sa.String(length=64), nullable=False),
    sa.Column('person_name', sa.String(length=200), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('organisation', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('version', sa.String(length=10), nullable=False),
    sa.Column('text_sha256', sa.String(length=64), nullable=False),
    sa.Column('boxes', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_consents_account_id')),
    sa.ForeignKeyConstraint(['session_id'], ['sign_in_sessions.id'], name=op.f('fk_consents_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consents')),
    sa.UniqueConstraint('occasion', 'kind', 'version', name=op.f('uq_consents_occasion_kind_version'))
    )
    with op.batch_alter_table('consents', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consents_account_id'), ['account_id'], unique=False)

    op.create_table('recovery_sheets',
    sa.Column('session_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('sealed', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['sign_in_sessions.id'], name=op.f('fk_recovery_sheets_session_id')),
    sa.PrimaryKeyConstraint('session_id', name=op.f('pk_recovery_sheets'))
    )
    op.create_table('second_factors',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=True),
    sa.Column('label', sa.String(length=60), nullable=False),
    sa.Column('sealed_key', sa.String(length=400), nullable=False),
    sa.Column('last_step', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_second_factors_account_id')),
    sa.ForeignKeyConstraint(['session_id'], ['sign_in_sessions.id'], name=op.f('fk_second_factors_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_second_factors'))
    )
    with op.batch_alter_table('second_factors', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_second_factors_account_id'), ['account_id'], unique=False)
    # What SQLAlchemy has no words for: the chain's beginning, append-only triggers, the substring index.
    dialect = op.get_bind().dialect.name
    for statement in (FIRST_HEAD, *guard_statements(dialect), *search_index.statements(dialect)):
        op.execute(sa.text(statement.replace(":", "\\:")))


def downgrade() -> None:
    """There is nothing before the first tables; a register is not undone."""
    raise NotImplementedError("restore a backup instead")
