"""Who may do what: the table of policy §2 once more, every kind by every role."""

from itertools import product

import pytest

from models.access.permissions import Permission, permissions_of
from models.accounts.account import Role
from models.organisations.kinds import OrganisationKind

READING = {"register:certification:search", "register:certification:read", "register:certification:export"}
EVERYBODY = {"account:own:manage", "incidents:incident:report"}
RESPONSIBLE = {
    "people:own-organisation:manage", "administration:area:enter", "administration:overview:look",
    "register:export-request:decide",
}  # fmt: skip
LOOKING = {
    "administration:overview:look",
    "items:visibility:explain",
    "items:grant:look",
    "monitoring:alert:look",
    "inspection:run:look",
    "reports:report:look",
    "findings:finding:raise",
}
AUDITING = LOOKING | {
    "register:export:trace",
    "audit:trail:look",
    "audit:evidence:take",
    "findings:finding:confirm",
}
BOTH_IN_CHARGE = LOOKING | {
    "administration:area:enter",
    "people:account:look",
    "people:account:stop",
    "organisation:organisation:change",
    "people:roll-call:manage",
    "training:record:look",
    "operation:queue:look",
    "operation:letter:retry",
    "monitoring:case:handle",
    "inspection:plan:manage",
    "findings:finding:handle",
}
MANAGING = BOTH_IN_CHARGE | {
    "people:request:decide",
    "people:account:unlock",
    "looking-back:paper-request:look",
    "looking-back:paper-request:enter",
    "inquiries:inquiry:answer",
    "inspection:run:make",
    "reports:report:draft",
}
OWNING = BOTH_IN_CHARGE | {
    "register:import:propose",
    "register:import:apply",
    "people:privileged-account:apply",
    "people:account:strike-off",
    "organisation:organisation:approve",
    "organisation:organisation:bar",
    "organisation:kind:stop",
    "incidents:incident:handle",
    "legal:text:publish",
    "register:visibility:explain",
    "items:grant:review",
    "audit:trail:look",
    "audit:trail:purge",
    "reports:report:sign",
    "findings:finding:confirm",
    "monitoring:rule:change",
    "monitoring:case:decide",
    "looking-back:paper-request:look",
    "looking-back:paper-request:release",
    "inquiries:inquiry:handle",
    "inquiries:inquiry:answer",
    "register:export-request:decide",
    "register:export:trace",
    "register:export-limits:change",
}
READS = {
    "owner", "bureau", "application_agent", "occto", "grid_operator", "local_government", "ministry",
    "certified_operator",
}  # fmt: skip
READING_ROLES = {"member", "responsible_person", "owner_officer"}


@pytest.mark.parametrize(("kind", "role"), list(product(OrganisationKind, Role)))
def test_a_role_may_do_what_the_policy_says(kind: OrganisationKind, role: Role) -> None:
    reads = kind.value in READS and role.value in READING_ROLES
    allowed = EVERYBODY | (READING if reads else set())
    if kind is OrganisationKind.CERTIFIED_OPERATOR and reads:
        allowed |= {"looking-back:record:read"}
    if role is Role.RESPONSIBLE_PERSON:
        allowed |= RESPONSIBLE
    if (kind, role) == (OrganisationKind.CONTRACTOR, Role.SYSTEM_MANAGER):
        allowed |= MANAGING
    if (kind, role) == (OrganisationKind.OWNER, Role.OWNER_OFFICER):
        allowed |= OWNING
    if (kind, role) == (OrganisationKind.AUDITOR, Role.AUDITOR):
        allowed |= AUDITING
    assert {permission.value for permission in permissions_of(kind, role)} == allowed


def test_the_system_manager_cannot_be_given_the_register_by_a_reading_role() -> None:
    for role in Role:
        assert not permissions_of(OrganisationKind.CONTRACTOR, role) & {
            Permission.CERTIFICATION_SEARCH,
            Permission.CERTIFICATION_READ,
            Permission.CERTIFICATION_EXPORT,
        }
