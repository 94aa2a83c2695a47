"""A person's acts added up from an index alone.

Revision: 0029, after 0028.
"""

from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        'ix_audit_events_account_id_at_name',
        'audit_events',
        ['account_id', 'at', 'name'],
        postgresql_include=['number'],
    )
    op.drop_index('ix_audit_events_account_id_at', 'audit_events')


def downgrade() -> None:
    op.create_index('ix_audit_events_account_id_at', 'audit_events', ['account_id', 'at'])
    op.drop_index('ix_audit_events_account_id_at_name', 'audit_events')
