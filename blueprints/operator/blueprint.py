"""The blueprint of the certified operators' own pages (B1)."""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

operator = GuardedBlueprint("operator", __name__, url_prefix="/operator")
MAY_LOOK_BACK = permitted(Permission.LOOK_BACK)
