"""The blueprint of the trail.

The owner's officers and the external auditor look at it; the system manager does not, who is among those it watches and
sees nothing of the register (M3). What takes it out of the house asks for a fresh code; the whole of it, with what is
withheld from officers about themselves, is taken by the auditor alone.
"""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

audit = GuardedBlueprint("audit", __name__, url_prefix="/admin/audit")
MAY_LOOK = permitted(Permission.TRAIL_LOOK)
MAY_PURGE = permitted(Permission.TRAIL_PURGE, step_up=True)
MAY_TAKE = permitted(Permission.TRAIL_LOOK, step_up=True)
MAY_TAKE_WHOLE = permitted(Permission.EVIDENCE_TAKE, step_up=True)
