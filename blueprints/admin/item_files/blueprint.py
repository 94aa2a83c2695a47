"""The blueprint of the review's files. A file changes drafts alone: taking one in asks for no fresh code."""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

item_files = GuardedBlueprint("item_files", __name__, url_prefix="/admin/items/files")
MAY_LOOK = permitted(Permission.GRANTS_LOOK)
MAY_EDIT = permitted(Permission.GRANTS_REVIEW)
