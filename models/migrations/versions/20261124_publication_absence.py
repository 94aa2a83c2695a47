"""Whether a facility still stands in its prefecture's published list, and the version of the register.

Revision: 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

from models.register.numbers import FIRST_VERSION

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('register_certifications', schema=None) as batch_op:
        batch_op.add_column(sa.Column('publication_prefecture', sa.String(length=2), nullable=True))
        batch_op.add_column(sa.Column('publication_absent_since', sa.Date(), nullable=True))
        batch_op.create_index(
            'ix_register_certifications_publication', ['publication_prefecture', 'publication_absent_since'], unique=False
        )
    op.create_table('register_version',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('mark', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_version'))
    )
    op.execute(sa.text(FIRST_VERSION))


def downgrade() -> None:
    op.drop_table('register_version')
    with op.batch_alter_table('register_certifications', schema=None) as batch_op:
        batch_op.drop_index('ix_register_certifications_publication')
        batch_op.drop_column('publication_absent_since')
        batch_op.drop_column('publication_prefecture')
