"""Monitoring and cases: how far detection has read, what it raised, the editions of its rules, and what became of it.

Revision: 0017, after 0016.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from models.monitoring.guards import guard_statements, removal_statements

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('detector_head',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('ahead', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_detector_head_only_one')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_detector_head'))
    )
    op.create_table('detector_states',
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('put_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('subject', name=op.f('pk_detector_states'))
    )
    with op.batch_alter_table('detector_states', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_detector_states_put_at'), ['put_at'], unique=False)

    op.create_table('monitoring_alerts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('rule', sa.String(length=40), nullable=False),
    sa.Column('severity', sa.String(length=10), nullable=False),
    sa.Column('login_id', sa.String(length=200), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('organisation_name', sa.String(length=200), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('event_number', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('due_to_stop', sa.Boolean(), nullable=False),
    sa.Column('stopped_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_monitoring_alerts_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_monitoring_alerts'))
    )
    with op.batch_alter_table('monitoring_alerts', schema=None) as batch_op:
        batch_op.create_index('ix_monitoring_alerts_account_id_at', ['account_id', 'at'], unique=False)
        batch_op.create_index(batch_op.f('ix_monitoring_alerts_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_monitoring_alerts_due_to_stop'), ['due_to_stop'], unique=False)
        batch_op.create_index(batch_op.f('ix_monitoring_alerts_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index('ix_monitoring_alerts_state', ['state'], unique=False)

    op.create_table('rule_drafts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('based_on', sa.Integer(), nullable=False),
    sa.Column('document', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('rehearsal', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=True),
    sa.Column('rehearsed_revision', sa.Integer(), nullable=True),
    sa.Column('rehearsed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['made_by'], ['accounts.id'], name=op.f('fk_rule_drafts_made_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rule_drafts'))
    )
    with op.batch_alter_table('rule_drafts', schema=None) as batch_op:
        batch_op.create_index('uq_rule_drafts_open', ['state'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table('rule_editions',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('document', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('proposed_by', sa.Integer(), nullable=False),
    sa.Column('approved_by', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['approved_by'], ['accounts.id'], name=op.f('fk_rule_editions_approved_by')),
    sa.ForeignKeyConstraint(['proposed_by'], ['accounts.id'], name=op.f('fk_rule_editions_proposed_by')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_rule_editions'))
    )
    op.create_table('watch_cases',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('severity', sa.String(length=10), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('explained_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('escalated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('conclusion', sa.Text(), nullable=False),
    sa.Column('incident_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_watch_cases_account_id')),
    sa.ForeignKeyConstraint(['incident_id'], ['incidents.id'], name=op.f('fk_watch_cases_incident_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_watch_cases'))
    )
    with op.batch_alter_table('watch_cases', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_watch_cases_account_id'), ['account_id'], unique=False)
        batch_op.create_index('ix_watch_cases_closed_at_due_at', ['closed_at', 'due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_watch_cases_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('watch_case_alerts',
    sa.Column('alert_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['alert_id'], ['monitoring_alerts.id'], name=op.f('fk_watch_case_alerts_alert_id')),
    sa.ForeignKeyConstraint(['case_id'], ['watch_cases.id'], name=op.f('fk_watch_case_alerts_case_id')),
    sa.PrimaryKeyConstraint('alert_id', name=op.f('pk_watch_case_alerts'))
    )
    with op.batch_alter_table('watch_case_alerts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_watch_case_alerts_case_id'), ['case_id'], unique=False)

    op.create_table('watch_case_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('who', sa.String(length=410), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_watch_case_entries_account_id')),
    sa.ForeignKeyConstraint(['case_id'], ['watch_cases.id'], name=op.f('fk_watch_case_entries_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_watch_case_entries'))
    )
    with op.batch_alter_table('watch_case_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_watch_case_entries_case_id'), ['case_id'], unique=False)

    op.create_table('watch_case_files',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('token', sa.String(length=32), nullable=False),
    sa.Column('sealed_key', sa.Text(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('who', sa.String(length=410), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_watch_case_files_account_id')),
    sa.ForeignKeyConstraint(['case_id'], ['watch_cases.id'], name=op.f('fk_watch_case_files_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_watch_case_files'))
    )
    with op.batch_alter_table('watch_case_files', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_watch_case_files_case_id'), ['case_id'], unique=False)

    for statement in guard_statements(op.get_bind().dialect.name):
        op.execute(statement)



def downgrade() -> None:
    for statement in removal_statements(op.get_bind().dialect.name):
        op.execute(statement)

    with op.batch_alter_table('watch_case_files', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_watch_case_files_case_id'))

    op.drop_table('watch_case_files')
    with op.batch_alter_table('watch_case_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_watch_case_entries_case_id'))

    op.drop_table('watch_case_entries')
    with op.batch_alter_table('watch_case_alerts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_watch_case_alerts_case_id'))

    op.drop_table('watch_case_alerts')
    with op.batch_alter_table('watch_cases', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_watch_cases_organisation_id'))
        batch_op.drop_index('ix_watch_cases_closed_at_due_at')
        batch_op.drop_index(batch_op.f('ix_watch_cases_account_id'))

    op.drop_table('watch_cases')
    op.drop_table('rule_editions')
    with op.batch_alter_table('rule_drafts', schema=None) as batch_op:
        batch_op.drop_index('uq_rule_drafts_open', sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.drop_table('rule_drafts')
    with op.batch_alter_table('monitoring_alerts', schema=None) as batch_op:
        batch_op.drop_index('ix_monitoring_alerts_state')
        batch_op.drop_index(batch_op.f('ix_monitoring_alerts_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_monitoring_alerts_due_to_stop'))
        batch_op.drop_index(batch_op.f('ix_monitoring_alerts_at'))
        batch_op.drop_index('ix_monitoring_alerts_account_id_at')

    op.drop_table('monitoring_alerts')
    with op.batch_alter_table('detector_states', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_detector_states_put_at'))

    op.drop_table('detector_states')
    op.drop_table('detector_head')
