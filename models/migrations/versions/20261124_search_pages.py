"""Tallies for the breakdown, what was changed when, remembered columns and saved searches.

Revision: 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

# Tallies of what is in the register already: under the prefecture of the representative site, and once more under each
# further prefecture a facility has a key of (those have no single prefecture among their keys).
LINES = """
INSERT INTO register_tallies (kind, code, further, prefecture, source_group, fiscal_year, output_class, status,
                              certifications, output_watts)
SELECT s.kind, s.code, {further}, {prefecture}, coalesce(c.source_group, ''), coalesce(c.fiscal_year, 0),
       coalesce(c.output_class, ''), coalesce(c.status, ''), count(*),
       sum(cast(round(cast(coalesce(c.output_kw, 0) * 1000 AS numeric)) AS bigint))
FROM register_scopes s JOIN register_certifications c ON c.position = s.position {further_places}
WHERE s.kind <> 'operator' {condition}
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""
ALL_PREFECTURES = ', '.join(f"'{number:02}'" for number in range(1, 48))
AT_HOME = LINES.format(further='false', prefecture="coalesce(c.prefecture, '')", further_places='', condition='')
ELSEWHERE = LINES.format(
    further='true',
    prefecture='p.code',
    further_places="JOIN register_scopes p ON p.kind = 'prefecture' AND p.position = s.position"
    f" AND p.code IN ({ALL_PREFECTURES})",
    condition="AND s.prefecture IS NULL AND p.code <> coalesce(c.prefecture, '')",
)


def upgrade() -> None:
    op.create_table('register_tallies',
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('further', sa.Boolean(), nullable=False),
    sa.Column('prefecture', sa.String(length=2), nullable=False),
    sa.Column('source_group', sa.String(length=20), nullable=False),
    sa.Column('fiscal_year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('output_class', sa.String(length=20), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('certifications', sa.Integer(), nullable=False),
    sa.Column('output_watts', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'code', 'further', 'prefecture', 'source_group', 'fiscal_year', 'output_class',
                            'status', name=op.f('pk_register_tallies')),
    sqlite_with_rowid=False
    )
    op.execute(sa.text(AT_HOME))
    op.execute(sa.text(ELSEWHERE))
    op.create_index('ix_register_certifications_created_at_position', 'register_certifications',
                    ['created_at', 'position'], unique=False)
    op.create_index('ix_register_amendments_changed_at_item', 'register_amendments',
                    ['changed_at', 'item', 'certification_id'], unique=False)
    op.create_table('column_preferences',
    sa.Column('account_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('columns', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('chosen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_column_preferences_account_id')),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_column_preferences'))
    )
    op.create_table('saved_searches',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('parameters', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('shared_with', sa.Integer(), nullable=True),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_saved_searches_account_id')),
    sa.ForeignKeyConstraint(['shared_with'], ['organisations.id'], name=op.f('fk_saved_searches_shared_with')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_searches')),
    sa.UniqueConstraint('account_id', 'name', name=op.f('uq_saved_searches_account_id_name'))
    )
    op.create_index(op.f('ix_saved_searches_shared_with'), 'saved_searches', ['shared_with'], unique=False)


def downgrade() -> None:
    """A register is not undone."""
    raise NotImplementedError("restore a backup instead")
