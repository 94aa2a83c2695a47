"""The blueprint of requests on paper. Who enters them and who releases them look at the same list."""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

paper_requests = GuardedBlueprint("paper_requests", __name__, url_prefix="/admin/paper-requests")
MAY_LOOK = permitted(Permission.PAPER_REQUEST_LOOK)
MAY_ENTER = permitted(Permission.PAPER_REQUEST_ENTER, step_up=True)
MAY_PRINT = permitted(Permission.PAPER_REQUEST_RELEASE, step_up=True)
