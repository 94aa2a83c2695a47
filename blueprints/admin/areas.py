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
        "漏えい等への対応",
        "incident_cases.index",
        Permission.INCIDENT_HANDLE,
        "情報漏えい又はその疑いの報告を受け、期限を守って対応します。",
    ),
)
