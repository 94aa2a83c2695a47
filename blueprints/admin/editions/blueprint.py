"""The blueprint of drafts and editions.

What is changed in a draft is in force nowhere: changing it asks for no fresh code. Laying it before the second person,
giving it up and calling an edition off do.
"""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

editions = GuardedBlueprint("editions", __name__, url_prefix="/admin/editions")
MAY_LOOK = permitted(Permission.GRANTS_LOOK)
MAY_EDIT = permitted(Permission.GRANTS_REVIEW)
MAY_DECIDE = permitted(Permission.GRANTS_REVIEW, step_up=True)
