"""The blueprint of acts that take two persons."""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

approvals = GuardedBlueprint("approvals", __name__, url_prefix="/admin/approvals")
MAY_LOOK = permitted(Permission.ADMINISTRATION)
MAY_DECIDE = permitted(Permission.ADMINISTRATION, step_up=True)
