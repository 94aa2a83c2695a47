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
        "規約・方針・同意事項",
        "texts.index",
        Permission.TEXT_PUBLISH,
        "利用規約、プライバシーポリシー、6項目の同意事項の新しい版を作り、二人で公開します。",
    ),
    Area(
        "同意の状況",
        "consent_state.index",
        Permission.PEOPLE_LOOK,
        "現在の版に同意した人の数と割合を、組織ごとに確かめます。",
    ),
)
