"""Who may apply for which accounts, and who decides on it (M6): the first table of an application's life."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import Account, AccountState, Role
from models.accounts.creation import ONLY_IN
from models.errors import Forbidden
from models.organisations.organisation import Organisation

PRIVILEGED = frozenset({Role.SYSTEM_MANAGER, Role.OWNER_OFFICER, Role.AUDITOR})
"""Roles that only the owner's officers apply for and decide on."""


class MayNotApply(Forbidden):
    """The account is not this person's to apply for."""

    def __init__(self) -> None:
        super().__init__("この組織のアカウントを申請する権限がありません。")


def roles_to_apply_for(viewer: Viewer, organisation: Organisation) -> tuple[Role, ...]:
    """The roles this person may apply for in the organisation; none when it is not theirs.

    The owner's officer names the first responsible person, and the people of the owner, its contractor and auditors.
    """
    if Permission.PRIVILEGED_ACCOUNT_APPLY in viewer.permissions:
        own = tuple(role for role, kind in ONLY_IN.items() if kind is organisation.kind)
        return (*own, Role.RESPONSIBLE_PERSON)
    if Permission.DESK in viewer.permissions and organisation.id == viewer.actor.organisation_id:
        return (Role.MEMBER, Role.RESPONSIBLE_PERSON)
    return ()


def check_may_apply(viewer: Viewer, organisation: Organisation, role: Role) -> None:
    """Raise ``MayNotApply`` unless ``viewer`` may apply for an account of this role there."""
    if role not in roles_to_apply_for(viewer, organisation):
        raise MayNotApply


def issuers(session: Session, role: Role) -> list[Account]:
    """Those who decide on applications for this role: the system managers, or for privileged roles the officers."""
    by = Role.OWNER_OFFICER if role in PRIVILEGED else Role.SYSTEM_MANAGER
    chosen = select(Account).where(Account.role_code == by.value, Account.state_code == AccountState.ACTIVE.value)
    return list(session.scalars(chosen.order_by(Account.id)))
