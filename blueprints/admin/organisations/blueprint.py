"""The blueprint of organisations."""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

organisations = GuardedBlueprint("organisations", __name__, url_prefix="/admin/organisations")
MAY_LOOK = permitted(Permission.PEOPLE_LOOK)
MAY_CHANGE = permitted(Permission.ORGANISATION_CHANGE, step_up=True)
# A ban waits for nobody's training.
MAY_BAR = permitted(Permission.ORGANISATION_BAR, step_up=True, untrained=True)
