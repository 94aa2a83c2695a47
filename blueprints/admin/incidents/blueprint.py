"""The blueprint of the officers' cases.

Notes and files are added to a case without a fresh code: they take nothing away, and a long note is not lost to one.
What decides who sees the case, what ends it, and what shows a person's whole record asks for one.
"""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

incident_cases = GuardedBlueprint("incident_cases", __name__, url_prefix="/admin/incidents")
MAY_HANDLE = permitted(Permission.INCIDENT_HANDLE)
MAY_DECIDE = permitted(Permission.INCIDENT_HANDLE, step_up=True)
