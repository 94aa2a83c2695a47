"""The blueprint of the desk."""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

desk = GuardedBlueprint("desk", __name__, url_prefix="/desk")
MAY_LOOK = permitted(Permission.DESK)
# The owner's officers answer for managers, auditors and each other, on the same page.
MAY_SEE_ROLL_CALL = permitted(Permission.ADMINISTRATION)
MAY_ANSWER = permitted(Permission.ADMINISTRATION, step_up=True)
