"""The trail as evidence: the browser of an act, indexes for its questions, the purge's proof; accounts with a last day.

Revision: 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op

from models.audit.purge_guards import purge_guard_statements

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

REFUSED, IN_A_UNIT = sa.text("outcome <> 'done'"), sa.text("unit <> ''")


def upgrade() -> None:
    op.add_column('audit_events', sa.Column('device', sa.String(length=16), nullable=False, server_default=''))
    op.add_column('sign_in_sessions', sa.Column('device', sa.String(length=16), nullable=False, server_default=''))
    op.add_column('accounts', sa.Column('ends_on', sa.Date(), nullable=True))
    op.drop_index('ix_audit_events_object', 'audit_events')
    for column in ('object', 'login_id', 'organisation', 'address'):
        op.create_index(f'ix_audit_events_{column}_at', 'audit_events', [column, 'at'])
    op.create_index('ix_audit_events_at', 'audit_events', ['at'])
    for column, some in (('outcome', REFUSED), ('unit', IN_A_UNIT)):
        op.create_index(
            f'ix_audit_events_{column}_at', 'audit_events', [column, 'at'], sqlite_where=some, postgresql_where=some
        )
    op.create_table('audit_purges',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('first', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('last_hash', sa.String(length=64), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_purges'))
    )
    op.create_table('evidence_packs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('sealed_key', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_evidence_packs_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence_packs'))
    )
    op.create_index('ix_evidence_packs_account_id', 'evidence_packs', ['account_id'])
    for statement in purge_guard_statements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError('the trail does not forget what it has promised to keep')
