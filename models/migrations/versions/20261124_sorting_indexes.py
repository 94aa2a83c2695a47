"""Long lists are sorted along an index: by operator and by output, ties in the order of the listing.

Revision: 0003, after 0002.
"""

from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

TABLE = 'register_certifications'


def upgrade() -> None:
    op.drop_index('ix_register_certifications_operator_name', TABLE)
    op.create_index('ix_register_certifications_operator_name_position', TABLE, ['operator_name', 'position'])
    op.create_index('ix_register_certifications_output_kw_position', TABLE, ['output_kw', 'position'])


def downgrade() -> None:
    op.drop_index('ix_register_certifications_output_kw_position', TABLE)
    op.drop_index('ix_register_certifications_operator_name_position', TABLE)
    op.create_index('ix_register_certifications_operator_name', TABLE, ['operator_name'])
