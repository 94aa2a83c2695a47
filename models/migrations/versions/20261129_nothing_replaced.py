"""SQLite refuses INSERT OR REPLACE, too, where it refuses UPDATE and DELETE.

Revision: 0025, after 0024.
"""

from alembic import op

from models.assurance import guards as filed
from models.audit import guards as trail
from models.catalogue import guards as grants
from models.legal import guards as texts
from models.monitoring import guards as rules

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for guarded in (trail, texts, grants, filed, rules):
        for statement in guarded.replaced_guard_statements(op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError('what the database refuses to have changed, it does not forget to refuse')
