"""Drafts and editions of grants: never changed once made; how many people see which item.

Revision: 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

from models.catalogue.guards import guard_statements, removal_statements

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('item_use_counts',
    sa.Column('attribute', sa.String(length=30), nullable=False),
    sa.Column('item', sa.String(length=64), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('attribute', 'item', name=op.f('pk_item_use_counts')),
    sqlite_with_rowid=False
    )
    op.create_table('item_use_tally',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('id = 1', name=op.f('ck_item_use_tally_only_one')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_item_use_tally'))
    )
    op.create_table('item_uses',
    sa.Column('attribute', sa.String(length=30), nullable=False),
    sa.Column('item', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_item_uses_account_id')),
    sa.PrimaryKeyConstraint('attribute', 'item', 'account_id', name=op.f('pk_item_uses')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('item_uses', schema=None) as batch_op:
        batch_op.create_index('ix_item_uses_last_seen_at', ['last_seen_at'], unique=False)

    op.create_table('grants_drafts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=100), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('based_on', sa.Integer(), nullable=False),
    sa.Column('equal_to', sa.Integer(), nullable=True),
    sa.Column('closes_overdue', sa.Boolean(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('begun_by', sa.Integer(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_by', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('approval_id', sa.Integer(), nullable=True),
    sa.Column('edition', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['based_on'], ['grants_editions.number'], name=op.f('fk_grants_drafts_based_on')),
    sa.ForeignKeyConstraint(['begun_by'], ['accounts.id'], name=op.f('fk_grants_drafts_begun_by')),
    sa.ForeignKeyConstraint(['changed_by'], ['accounts.id'], name=op.f('fk_grants_drafts_changed_by')),
    sa.ForeignKeyConstraint(['edition'], ['grants_editions.number'], name=op.f('fk_grants_drafts_edition')),
    sa.ForeignKeyConstraint(['equal_to'], ['grants_editions.number'], name=op.f('fk_grants_drafts_equal_to')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grants_drafts'))
    )
    with op.batch_alter_table('grants_drafts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grants_drafts_state'), ['state'], unique=False)

    op.create_table('grants_editions_called_off',
    sa.Column('edition', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('proposed_by', sa.Integer(), nullable=False),
    sa.Column('approved_by', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['approved_by'], ['accounts.id'], name=op.f('fk_grants_editions_called_off_approved_by')),
    sa.ForeignKeyConstraint(['edition'], ['grants_editions.number'], name=op.f('fk_grants_editions_called_off_edition')),
    sa.ForeignKeyConstraint(['proposed_by'], ['accounts.id'], name=op.f('fk_grants_editions_called_off_proposed_by')),
    sa.PrimaryKeyConstraint('edition', name=op.f('pk_grants_editions_called_off'))
    )
    op.create_table('grants_draft_cells',
    sa.Column('draft_id', sa.Integer(), nullable=False),
    sa.Column('item', sa.String(length=64), nullable=False),
    sa.Column('attribute', sa.String(length=30), nullable=False),
    sa.Column('granted', sa.Boolean(), nullable=False),
    sa.Column('ground', sa.String(length=20), nullable=False),
    sa.Column('reference', sa.String(length=200), nullable=False),
    sa.Column('reviewer', sa.String(length=200), nullable=False),
    sa.Column('reviewed_on', sa.Date(), nullable=True),
    sa.Column('review_due_on', sa.Date(), nullable=True),
    sa.Column('less_will_not_do', sa.String(length=500), server_default='', nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('changed_by', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['changed_by'], ['accounts.id'], name=op.f('fk_grants_draft_cells_changed_by')),
    sa.ForeignKeyConstraint(['draft_id'], ['grants_drafts.id'], name=op.f('fk_grants_draft_cells_draft_id')),
    sa.PrimaryKeyConstraint('draft_id', 'item', 'attribute', name=op.f('pk_grants_draft_cells')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('grants', schema=None) as batch_op:
        batch_op.add_column(sa.Column('less_will_not_do', sa.String(length=500), server_default='', nullable=False))
        batch_op.add_column(sa.Column('review_due_on', sa.Date(), nullable=True))

    with op.batch_alter_table('grants_editions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('based_on', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('equal_to', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('closes_overdue', sa.Boolean(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('sha256', sa.String(length=64), server_default='', nullable=False))
        batch_op.add_column(sa.Column('made_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('proposed_by', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('approved_by', sa.Integer(), nullable=True))

    for statement in guard_statements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    for statement in removal_statements(op.get_bind().dialect.name):
        op.execute(statement)
    # Not by making the tables anew, as a batch would: their rows refer to each other.
    for column in ('approved_by', 'proposed_by', 'made_at', 'sha256', 'closes_overdue', 'equal_to', 'based_on'):
        op.execute(f'ALTER TABLE grants_editions DROP COLUMN {column}')
    for column in ('review_due_on', 'less_will_not_do'):
        op.execute(f'ALTER TABLE grants DROP COLUMN {column}')

    op.drop_table('grants_draft_cells')
    op.drop_table('grants_editions_called_off')
    with op.batch_alter_table('grants_drafts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_grants_drafts_state'))

    op.drop_table('grants_drafts')
    with op.batch_alter_table('item_uses', schema=None) as batch_op:
        batch_op.drop_index('ix_item_uses_last_seen_at')

    op.drop_table('item_uses')
    op.drop_table('item_use_tally')
    op.drop_table('item_use_counts')
