"""Texts published on the running system; a consent names the terms and the policy it was given under.

Revision: 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from models.legal.guards import guard_statements

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

OPEN, KEPT = sa.text('published_at IS NULL'), sa.text('published_at IS NOT NULL')


def upgrade() -> None:
    op.create_table('text_versions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('document', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Date(), nullable=True),
    sa.Column('content', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('changes', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('drafted_by', sa.Integer(), nullable=False),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_by', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('approval_id', sa.Integer(), nullable=True),
    sa.Column('approved_by', sa.Integer(), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['approved_by'], ['accounts.id'], name=op.f('fk_text_versions_approved_by')),
    sa.ForeignKeyConstraint(['changed_by'], ['accounts.id'], name=op.f('fk_text_versions_changed_by')),
    sa.ForeignKeyConstraint(['drafted_by'], ['accounts.id'], name=op.f('fk_text_versions_drafted_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_text_versions'))
    )
    op.create_index('uq_text_versions_draft', 'text_versions', ['document'], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index('uq_text_versions_published', 'text_versions', ['document', 'version'], unique=True, sqlite_where=KEPT, postgresql_where=KEPT)
    for statement in guard_statements(op.get_bind().dialect.name):
        op.execute(statement)

    # What stands here already does not say under which terms it was given: its people are asked once more.
    with op.batch_alter_table('consents', schema=None) as batch_op:
        batch_op.add_column(sa.Column('terms_version', sa.String(length=10), server_default='', nullable=False))
        batch_op.add_column(sa.Column('privacy_version', sa.String(length=10), server_default='', nullable=False))
        batch_op.drop_constraint(batch_op.f('uq_consents_occasion_kind_version'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_consents_occasion_kind_version_terms_version_privacy_version'), ['occasion', 'kind', 'version', 'terms_version', 'privacy_version'])


def downgrade() -> None:
    with op.batch_alter_table('consents', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_consents_occasion_kind_version_terms_version_privacy_version'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_consents_occasion_kind_version'), ['occasion', 'kind', 'version'])
        batch_op.drop_column('privacy_version')
        batch_op.drop_column('terms_version')
    op.drop_table('text_versions')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION published_text_is_final()')
