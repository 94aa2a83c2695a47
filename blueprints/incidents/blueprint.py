"""The blueprint of reports: every role may report, so that nobody has to ask whom to tell (M8)."""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

incidents = GuardedBlueprint("incidents", __name__, url_prefix="/incidents")
# Nobody is kept from telling of a leak because their training is late.
MAY_REPORT = permitted(Permission.INCIDENT_REPORT, untrained=True)
MAY_PASS_ON = permitted(Permission.DESK, untrained=True)
