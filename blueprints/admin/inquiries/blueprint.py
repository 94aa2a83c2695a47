"""The blueprint of the office's inquiries. Whatever names the people behind the looks asks for a fresh code."""

from blueprints.guarded import GuardedBlueprint
from models.access.admission import permitted
from models.access.permissions import Permission

inquiry_cases = GuardedBlueprint("inquiry_cases", __name__, url_prefix="/admin/inquiries")
MAY_LIST = permitted(Permission.INQUIRY_ANSWER)
MAY_ANSWER = permitted(Permission.INQUIRY_ANSWER, step_up=True)
MAY_HANDLE = permitted(Permission.INQUIRY_HANDLE, step_up=True)
