"""The areas of the administration, in the order of the overview: a new area is one more line."""

from dataclasses import dataclass

from models.access.permissions import Permission


@dataclass(frozen=True, slots=True)
class Area:
    """One area: its name, its first page, who gets in, and a sentence that says what is done there."""

    label: str
    endpoint: str
    permission: Permission
    sentence: str


AREAS = (
    Area(
        "二人で行う操作",
        "approvals.index",
        Permission.APPROVAL_LOOK,
        "一人が提案し、別の一人が承認すると実施される操作の一覧です。",
    ),
    Area(
        "研修",
        "admin_training.index",
        Permission.TRAINING_LOOK,
        "誰が、どの研修を、いつ修了したかの一覧です。期限を過ぎた人を探せます。",
    ),
)
