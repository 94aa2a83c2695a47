"""The blueprint of findings.

Notes and files are added without a fresh code: they take nothing away, and a long note is not lost to one.
"""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

findings = GuardedBlueprint("findings", __name__, url_prefix="/admin/findings")
MAY_LOOK = permitted(Permission.FINDING_RAISE)
MAY_RAISE = permitted(Permission.FINDING_RAISE, step_up=True)
MAY_HANDLE = permitted(Permission.FINDING_HANDLE, step_up=True)
MAY_CONFIRM = permitted(Permission.FINDING_CONFIRM, step_up=True)
