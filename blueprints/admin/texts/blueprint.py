"""The blueprint of the texts.

What is typed into a draft is in force nowhere, and typing takes long: saving it asks for no fresh code, which would
lose it. Laying drafts before the second person, and giving one up, does.
"""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

texts = GuardedBlueprint("texts", __name__, url_prefix="/admin/texts")
MAY_EDIT = permitted(Permission.TEXT_PUBLISH)
MAY_DECIDE = permitted(Permission.TEXT_PUBLISH, step_up=True)
