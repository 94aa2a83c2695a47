"""Everybody whom an incident concerns, not only the one person it turns out to be about; when somebody was cut off with
their whole organisation, and before which day nothing that fell due meanwhile is due.

Revision: 0028, after 0027.
"""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None

_OF_INQUIRIES = """
INSERT INTO incident_people (incident_id, account_id)
SELECT DISTINCT inquiries.incident_id, inquired_looks.account_id
FROM inquiries JOIN inquired_looks ON inquired_looks.inquiry_id = inquiries.id
WHERE inquiries.incident_id IS NOT NULL AND inquired_looks.account_id IN (SELECT id FROM accounts)
"""
_OF_CASES = """
INSERT INTO incident_people (incident_id, account_id)
SELECT DISTINCT incident_id, account_id FROM watch_cases
WHERE incident_id IS NOT NULL AND account_id IS NOT NULL
"""


def upgrade() -> None:
    op.create_table('incident_people',
    sa.Column('incident_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('account_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_incident_people_account_id')),
    sa.ForeignKeyConstraint(['incident_id'], ['incidents.id'], name=op.f('fk_incident_people_incident_id')),
    sa.PrimaryKeyConstraint('incident_id', 'account_id', name=op.f('pk_incident_people'))
    )
    op.create_index('ix_incident_people_account_id', 'incident_people', ['account_id'])
    for statement in (_OF_INQUIRIES, _OF_CASES):
        op.execute(statement)
    op.add_column('accounts', sa.Column('cut_off_on', sa.Date(), nullable=True))
    op.add_column('accounts', sa.Column('nothing_due_before', sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column('accounts', 'nothing_due_before')
    op.drop_column('accounts', 'cut_off_on')
    op.drop_table('incident_people')
