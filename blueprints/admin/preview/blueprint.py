"""The blueprint its pages add themselves to. It has no page that writes, and none that hands out a file."""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

preview = GuardedBlueprint("preview", __name__, url_prefix="/admin/preview")
MAY_EXPLAIN = permitted(Permission.VISIBILITY_EXPLAIN)
MAY_EXPLAIN_ROWS = permitted(Permission.ROW_EXPLAIN)
