"""The closed set of organisation kinds (policy: who sees which rows)."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    """A user attribute (利用者属性): grants name it, and row scope is decided by it (M2, M10)."""

    OWNER = "owner"
    BUREAU = "bureau"
    APPLICATION_AGENT = "application_agent"
    OCCTO = "occto"
    GRID_OPERATOR = "grid_operator"
    LOCAL_GOVERNMENT = "local_government"
    MINISTRY = "ministry"
    CERTIFIED_OPERATOR = "certified_operator"
    CONTRACTOR = "contractor"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        """The kind's name in Japanese."""
        return _LABELS[self]


_LABELS = {
    OrganisationKind.OWNER: "資源エネルギー庁（システム保有者）",
    OrganisationKind.BUREAU: "経済産業局",
    OrganisationKind.APPLICATION_AGENT: "代行申請機関",
    OrganisationKind.OCCTO: "電力広域的運営推進機関",
    OrganisationKind.GRID_OPERATOR: "一般送配電事業者",
    OrganisationKind.LOCAL_GOVERNMENT: "自治体",
    OrganisationKind.MINISTRY: "関係省庁",
    OrganisationKind.CERTIFIED_OPERATOR: "認定事業者",
    OrganisationKind.CONTRACTOR: "システム管理者（委託先）",
    OrganisationKind.AUDITOR: "外部監査人",
}


class Standing(StrEnum):
    """Whether an organisation's people may use the register (M16)."""

    ACTIVE = "active"
    BARRED = "barred"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The standing in words."""
        return _STANDINGS[self]


_STANDINGS = {Standing.ACTIVE: "利用中", Standing.BARRED: "利用停止", Standing.CLOSED: "登録終了"}
