"""What may be done, and which roles may do it. Pages ask for a permission, never for a role."""

from enum import StrEnum

from models.accounts.account import Role
from models.organisations.kinds import OrganisationKind


class Permission(StrEnum):
    """``area:thing:action``."""

    CERTIFICATION_SEARCH = "register:certification:search"
    CERTIFICATION_READ = "register:certification:read"
    CERTIFICATION_EXPORT = "register:certification:export"
    IMPORT_PROPOSE = "register:import:propose"
    IMPORT_APPLY = "register:import:apply"
    OWN_ACCOUNT = "account:own:manage"
    DESK = "people:own-organisation:manage"
    PEOPLE_LOOK = "people:account:look"
    REQUEST_DECIDE = "people:request:decide"
    PRIVILEGED_ACCOUNT_APPLY = "people:privileged-account:apply"
    ACCOUNT_UNLOCK = "people:account:unlock"
    ACCOUNT_STOP = "people:account:stop"
    ACCOUNT_STRIKE_OFF = "people:account:strike-off"
    ORGANISATION_CHANGE = "organisation:organisation:change"
    ORGANISATION_APPROVE = "organisation:organisation:approve"
    ORGANISATION_BAR = "organisation:organisation:bar"
    KIND_STOP = "organisation:kind:stop"
    OFFICE_LOOK = "administration:overview:look"
    ADMINISTRATION = "administration:area:enter"
    ROLL_CALL_MANAGE = "people:roll-call:manage"
    TRAINING_LOOK = "training:record:look"
    INCIDENT_REPORT = "incidents:incident:report"
    INCIDENT_HANDLE = "incidents:incident:handle"
    MONITORING_LOOK = "monitoring:alert:look"
    RULES_CHANGE = "monitoring:rule:change"
    CASE_HANDLE = "monitoring:case:handle"
    CASE_DECIDE = "monitoring:case:decide"
    TEXT_PUBLISH = "legal:text:publish"
    OPERATION_LOOK = "operation:queue:look"
    GRANTS_LOOK = "items:grant:look"
    GRANTS_REVIEW = "items:grant:review"
    LETTER_RETRY = "operation:letter:retry"
    VISIBILITY_EXPLAIN = "items:visibility:explain"
    ROW_EXPLAIN = "register:visibility:explain"
    TRAIL_LOOK = "audit:trail:look"
    TRAIL_PURGE = "audit:trail:purge"
    EVIDENCE_TAKE = "audit:evidence:take"
    LOOK_BACK = "looking-back:record:read"
    PAPER_REQUEST_LOOK = "looking-back:paper-request:look"
    PAPER_REQUEST_ENTER = "looking-back:paper-request:enter"
    PAPER_REQUEST_RELEASE = "looking-back:paper-request:release"
    INQUIRY_HANDLE = "inquiries:inquiry:handle"
    INQUIRY_ANSWER = "inquiries:inquiry:answer"
    EXPORT_DECIDE = "register:export-request:decide"
    EXPORT_TRACE = "register:export:trace"
    EXPORT_LIMITS = "register:export-limits:change"
    INSPECTION_RUN = "inspection:run:make"
    INSPECTION_LOOK = "inspection:run:look"
    PLAN_MANAGE = "inspection:plan:manage"
    REPORT_LOOK = "reports:report:look"
    REPORT_DRAFT = "reports:report:draft"
    REPORT_SIGN = "reports:report:sign"
    FINDING_RAISE = "findings:finding:raise"
    FINDING_HANDLE = "findings:finding:handle"
    FINDING_CONFIRM = "findings:finding:confirm"


_READING = frozenset({Permission.CERTIFICATION_SEARCH, Permission.CERTIFICATION_READ, Permission.CERTIFICATION_EXPORT})
_EVERYBODY = frozenset({Permission.OWN_ACCOUNT, Permission.INCIDENT_REPORT})
_MANAGING = frozenset(
    {
        Permission.PEOPLE_LOOK,
        Permission.REQUEST_DECIDE,
        Permission.ACCOUNT_UNLOCK,
        Permission.ACCOUNT_STOP,
        Permission.ORGANISATION_CHANGE,
        Permission.OFFICE_LOOK,
        Permission.ADMINISTRATION,
        Permission.ROLL_CALL_MANAGE,
        Permission.TRAINING_LOOK,
        Permission.OPERATION_LOOK,
        Permission.GRANTS_LOOK,
        Permission.LETTER_RETRY,
        Permission.VISIBILITY_EXPLAIN,
        Permission.MONITORING_LOOK,
        Permission.CASE_HANDLE,
        Permission.PAPER_REQUEST_LOOK,
        Permission.PAPER_REQUEST_ENTER,
        Permission.INQUIRY_ANSWER,
        Permission.INSPECTION_RUN,
        Permission.INSPECTION_LOOK,
        Permission.PLAN_MANAGE,
        Permission.REPORT_LOOK,
        Permission.REPORT_DRAFT,
        Permission.FINDING_RAISE,
        Permission.FINDING_HANDLE,
    }
)
_OWNING = frozenset(
    {
        Permission.IMPORT_PROPOSE,
        Permission.IMPORT_APPLY,
        Permission.PEOPLE_LOOK,
        Permission.PRIVILEGED_ACCOUNT_APPLY,
        Permission.ACCOUNT_STOP,
        Permission.ACCOUNT_STRIKE_OFF,
        Permission.ORGANISATION_CHANGE,
        Permission.ORGANISATION_APPROVE,
        Permission.ORGANISATION_BAR,
        Permission.KIND_STOP,
        Permission.OFFICE_LOOK,
        Permission.ADMINISTRATION,
        Permission.ROLL_CALL_MANAGE,
        Permission.TRAINING_LOOK,
        Permission.INCIDENT_HANDLE,
        Permission.MONITORING_LOOK,
        Permission.RULES_CHANGE,
        Permission.CASE_HANDLE,
        Permission.CASE_DECIDE,
        Permission.TEXT_PUBLISH,
        Permission.OPERATION_LOOK,
        Permission.GRANTS_LOOK,
        Permission.GRANTS_REVIEW,
        Permission.LETTER_RETRY,
        Permission.VISIBILITY_EXPLAIN,
        Permission.ROW_EXPLAIN,
        Permission.TRAIL_LOOK,
        Permission.TRAIL_PURGE,
        Permission.PAPER_REQUEST_LOOK,
        Permission.PAPER_REQUEST_RELEASE,
        Permission.INQUIRY_HANDLE,
        Permission.INQUIRY_ANSWER,
        Permission.EXPORT_DECIDE,
        Permission.EXPORT_TRACE,
        Permission.EXPORT_LIMITS,
        Permission.INSPECTION_LOOK,
        Permission.PLAN_MANAGE,
        Permission.REPORT_LOOK,
        Permission.REPORT_SIGN,
        Permission.FINDING_RAISE,
        Permission.FINDING_HANDLE,
        Permission.FINDING_CONFIRM,
    }
)
_RESPONSIBLE = frozenset({Permission.DESK, Permission.OFFICE_LOOK, Permission.ADMINISTRATION, Permission.EXPORT_DECIDE})
# Evidence alone: of the administration the overview, and what explains itself without showing a certification.
# Findings are the one thing an auditor writes: what they have found, and that it was put right.
_AUDITING = frozenset(
    {
        Permission.OFFICE_LOOK,
        Permission.VISIBILITY_EXPLAIN,
        Permission.GRANTS_LOOK,
        Permission.TRAIL_LOOK,
        Permission.EVIDENCE_TAKE,
        Permission.MONITORING_LOOK,
        Permission.EXPORT_TRACE,
        Permission.INSPECTION_LOOK,
        Permission.REPORT_LOOK,
        Permission.FINDING_RAISE,
        Permission.FINDING_CONFIRM,
    }
)
_BY_ROLE: dict[Role, frozenset[Permission]] = {
    Role.MEMBER: _READING | _EVERYBODY,
    Role.RESPONSIBLE_PERSON: _READING | _EVERYBODY | _RESPONSIBLE,
    Role.SYSTEM_MANAGER: _EVERYBODY | _MANAGING,
    Role.OWNER_OFFICER: _READING | _EVERYBODY | _OWNING,
    Role.AUDITOR: _EVERYBODY | _AUDITING,
}
# The system manager's company and the auditor watch over the register without reading it (M3, M13).
WITHOUT_THE_REGISTER = frozenset({OrganisationKind.CONTRACTOR, OrganisationKind.AUDITOR})
# A role with power over others has it in its own kind of organisation alone: a row of the wrong kind gives none.
_AT_HOME = {
    Role.SYSTEM_MANAGER: OrganisationKind.CONTRACTOR,
    Role.OWNER_OFFICER: OrganisationKind.OWNER,
    Role.AUDITOR: OrganisationKind.AUDITOR,
}


def permissions_of(kind: OrganisationKind, role: Role) -> frozenset[Permission]:
    """What a person of this role may do in an organisation of this kind (policy: roles)."""
    allowed = _BY_ROLE[role]
    if _AT_HOME.get(role, kind) is not kind:
        allowed -= _MANAGING | _OWNING | _AUDITING
    if kind is OrganisationKind.CERTIFIED_OPERATOR and allowed >= _READING:
        allowed |= {Permission.LOOK_BACK}  # whose facilities they are (B1)
    return allowed - _READING if kind in WITHOUT_THE_REGISTER else allowed
