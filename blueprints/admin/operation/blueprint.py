"""The blueprint of what runs by itself: the outbox and the queue of jobs."""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

operation = GuardedBlueprint("operation", __name__, url_prefix="/admin")
MAY_LOOK = permitted(Permission.OPERATION_LOOK)
MAY_RETRY = permitted(Permission.LETTER_RETRY, step_up=True)
