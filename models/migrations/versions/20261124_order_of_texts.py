"""Texts one may sort by are in the order of their code points, whatever language a PostgreSQL database was made for.

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

TABLE = 'register_certifications'
COLUMNS = {
    'facility_id': 10,
    'facility_name': 300,
    'operator_name': 300,
    'municipality': 5,
    'operation_reported_month': 7,
    'procurement_ends_month': 7,
}


def upgrade() -> None:
    _collate('C')


def downgrade() -> None:
    _collate('default')


def _collate(collation: str) -> None:
    if op.get_context().dialect.name != 'postgresql':
        return
    for name, length in COLUMNS.items():
        op.alter_column(TABLE, name, type_=sa.String(length, collation=collation))
