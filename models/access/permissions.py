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


_READING = frozenset({Permission.CERTIFICATION_SEARCH, Permission.CERTIFICATION_READ, Permission.CERTIFICATION_EXPORT})
_IMPORTING = frozenset({Permission.IMPORT_PROPOSE, Permission.IMPORT_APPLY})
_BY_ROLE: dict[Role, frozenset[Permission]] = {
    Role.MEMBER: _READING | {Permission.OWN_ACCOUNT},
    Role.RESPONSIBLE_PERSON: _READING | {Permission.OWN_ACCOUNT},
    Role.SYSTEM_MANAGER: frozenset({Permission.OWN_ACCOUNT}),
    Role.OWNER_OFFICER: _READING | _IMPORTING | {Permission.OWN_ACCOUNT},
    Role.AUDITOR: frozenset({Permission.OWN_ACCOUNT}),
}
# The system manager's company and the auditor watch over the register without reading it (M3, M13).
_WITHOUT_THE_REGISTER = frozenset({OrganisationKind.CONTRACTOR, OrganisationKind.AUDITOR})


def permissions_of(kind: OrganisationKind, role: Role) -> frozenset[Permission]:
    """What a person of this role may do in an organisation of this kind (policy: roles)."""
    allowed = _BY_ROLE[role]
    if kind is not OrganisationKind.OWNER:
        # What an import would change tells of every row and item (M1).
        allowed -= _IMPORTING
    return allowed - _READING if kind in _WITHOUT_THE_REGISTER else allowed
