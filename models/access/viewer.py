"""A viewer: a person as the register meets them, with their rows and their items already decided."""

from dataclasses import dataclass

from models.access.permissions import Permission
from models.access.row_scope import RowScope
from models.access.visible_items import VisibleItems
from models.accounts.account import Role
from models.audit.actor import Actor
from models.organisations.kinds import OrganisationKind


@dataclass(frozen=True, slots=True)
class Viewer:
    """Made once per request from the database (never from a form), and handed to every domain call that reads."""

    actor: Actor
    kind: OrganisationKind
    role: Role
    permissions: frozenset[Permission]
    scope: RowScope
    items: VisibleItems
