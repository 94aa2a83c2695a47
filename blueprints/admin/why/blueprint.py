"""The blueprint its pages add themselves to."""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

why = GuardedBlueprint("why", __name__, url_prefix="/admin/why")
MAY_EXPLAIN = permitted(Permission.VISIBILITY_EXPLAIN)
MAY_EXPLAIN_ROWS = permitted(Permission.ROW_EXPLAIN)
