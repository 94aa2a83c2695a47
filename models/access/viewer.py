"""A viewer: a person as the register meets them, with their rows and their items already decided."""

import hashlib
import json
from dataclasses import dataclass

from models.access.permissions import Permission
from models.access.row_scope import RowScope
from models.access.visible_items import VisibleItems
from models.accounts.account import Role
from models.audit.actor import Actor
from models.errors import Forbidden
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

    @property
    def account_id(self) -> int:
        """The number of the person's account; ``Forbidden`` for somebody without one."""
        if self.actor.account_id is None:
            raise Forbidden("この操作には、個人のアカウントが必要です。")
        return self.actor.account_id

    @property
    def rights(self) -> str:
        """A mark of exactly these rows and items: another one as soon as either changes."""
        rows = sorted((key.kind.value, key.code) for key in self.scope)
        return hashlib.sha256(json.dumps([rows, sorted(self.items.by_key)]).encode()).hexdigest()
