"""Files proposed for import.

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('import_proposals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('stage', sa.String(length=20), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('strict', sa.Boolean(), nullable=False),
    sa.Column('accept_vanished', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('token', sa.String(length=32), nullable=False),
    sa.Column('sealed_key', sa.Text(), nullable=False),
    sa.Column('proposed_by', sa.Integer(), nullable=False),
    sa.Column('proposed_in', sa.Integer(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('previewed_on', sa.Date(), nullable=True),
    sa.Column('difference', sa.String(length=64), nullable=False),
    sa.Column('report', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), 'postgresql'), nullable=True),
    sa.Column('refusals', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('moved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_by', sa.Integer(), nullable=True),
    sa.Column('confirmed_in', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('why', sa.String(length=400), nullable=False),
    sa.ForeignKeyConstraint(['confirmed_by'], ['accounts.id'], name=op.f('fk_import_proposals_confirmed_by')),
    sa.ForeignKeyConstraint(['confirmed_in'], ['sign_in_sessions.id'], name=op.f('fk_import_proposals_confirmed_in')),
    sa.ForeignKeyConstraint(['ended_by'], ['accounts.id'], name=op.f('fk_import_proposals_ended_by')),
    sa.ForeignKeyConstraint(['proposed_by'], ['accounts.id'], name=op.f('fk_import_proposals_proposed_by')),
    sa.ForeignKeyConstraint(['proposed_in'], ['sign_in_sessions.id'], name=op.f('fk_import_proposals_proposed_in')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_proposals'))
    )
    with op.batch_alter_table('import_proposals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_import_proposals_stage'), ['stage'], unique=False)


def downgrade() -> None:
    op.drop_table('import_proposals')
