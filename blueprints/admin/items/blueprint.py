"""The blueprint of the matrix. What is changed in a draft is in force nowhere: changing it asks for no fresh code."""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

items = GuardedBlueprint("items", __name__, url_prefix="/admin/items")
MAY_LOOK = permitted(Permission.GRANTS_LOOK)
MAY_EDIT = permitted(Permission.GRANTS_REVIEW)
