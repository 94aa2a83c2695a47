"""The purposes a person may state for an export or a search, and which kinds of organisation may state which (B4).

They follow article 4 of the terms of use. A grid operator has no "other": article 19 of the Act names the purposes
its information may serve, and nothing beyond them can be stated.
"""

from enum import StrEnum

from models.organisations.kinds import OrganisationKind


class Purpose(StrEnum):
    """A purpose of use (利用目的). The value is stored in the audit trail: never rename one."""

    PURCHASE = "purchase"
    GRID_CONNECTION = "grid_connection"
    CERTIFICATION_REVIEW = "certification_review"
    ORDINANCE_CHECK = "ordinance_check"
    REPORTING_STATISTICS = "reporting_statistics"
    AUDIT_INSPECTION = "audit_inspection"
    OWN_FACILITIES = "own_facilities"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The purpose's name in Japanese."""
        return _LABELS[self]

    @property
    def needs_note(self) -> bool:
        """Whether the choice alone says too little, so that a sentence is required beside it."""
        return self is Purpose.OTHER


_LABELS = {
    Purpose.PURCHASE: "買取業務",
    Purpose.GRID_CONNECTION: "接続・系統業務",
    Purpose.CERTIFICATION_REVIEW: "認定審査",
    Purpose.ORDINANCE_CHECK: "条例・関係法令の確認",
    Purpose.REPORTING_STATISTICS: "定期報告・統計",
    Purpose.AUDIT_INSPECTION: "監査・検査対応",
    Purpose.OWN_FACILITIES: "自己の設備の確認",
    Purpose.OTHER: "その他",
}

_ADMINISTRATION = (
    Purpose.CERTIFICATION_REVIEW,
    Purpose.ORDINANCE_CHECK,
    Purpose.REPORTING_STATISTICS,
    Purpose.AUDIT_INSPECTION,
    Purpose.OTHER,
)

_BY_KIND: dict[str, tuple[Purpose, ...]] = {
    OrganisationKind.OWNER: _ADMINISTRATION,
    OrganisationKind.BUREAU: _ADMINISTRATION,
    OrganisationKind.APPLICATION_AGENT: (Purpose.CERTIFICATION_REVIEW, Purpose.REPORTING_STATISTICS, Purpose.OTHER),
    OrganisationKind.OCCTO: (Purpose.PURCHASE, Purpose.GRID_CONNECTION, Purpose.REPORTING_STATISTICS, Purpose.OTHER),
    OrganisationKind.GRID_OPERATOR: (Purpose.PURCHASE, Purpose.GRID_CONNECTION, Purpose.AUDIT_INSPECTION),
    OrganisationKind.LOCAL_GOVERNMENT: (Purpose.ORDINANCE_CHECK, Purpose.AUDIT_INSPECTION, Purpose.OTHER),
    OrganisationKind.MINISTRY: (Purpose.ORDINANCE_CHECK, Purpose.AUDIT_INSPECTION, Purpose.OTHER),
    OrganisationKind.CERTIFIED_OPERATOR: (Purpose.OWN_FACILITIES, Purpose.REPORTING_STATISTICS, Purpose.OTHER),
    OrganisationKind.CONTRACTOR: (Purpose.REPORTING_STATISTICS, Purpose.AUDIT_INSPECTION, Purpose.OTHER),
    OrganisationKind.AUDITOR: (Purpose.AUDIT_INSPECTION,),
}


def purposes_for(kind: str) -> tuple[Purpose, ...]:
    """The purposes someone of this kind may choose from, in the order they are offered; none for an unknown kind."""
    return _BY_KIND.get(kind, ())


def may_state(kind: str, purpose: Purpose) -> bool:
    """Whether someone of this kind may use the register for this purpose."""
    return purpose in purposes_for(kind)
