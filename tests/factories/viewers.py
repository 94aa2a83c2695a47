"""Viewers of every kind, with rows and items as the product itself decides them."""

from dataclasses import replace

from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import permissions_of
from models.access.row_scope import row_scope
from models.access.viewer import Viewer
from models.access.visible_items import NOTHING_VISIBLE, VisibleItems, narrow, visible_items
from models.accounts.account import Role
from models.audit.actor import Actor
from models.catalogue.catalogue import catalogue
from models.organisations.kinds import OrganisationKind

SOMEONE = Actor(account_id=1, login_id="person", organisation_id=1, organisation="みほん組織", session=1)


def viewer_of(
    session: Session,
    kind: OrganisationKind,
    scope_code: str | None = None,
    laws: tuple[str, ...] = (),
    actor: Actor = SOMEONE,
) -> Viewer:
    """Somebody of this kind under the edition in force."""
    return Viewer(
        actor=actor,
        kind=kind,
        role=Role.MEMBER,
        permissions=permissions_of(kind, Role.MEMBER),
        scope=row_scope(kind, scope_code, laws),
        items=visible_items(session, kind, clock.now()),
    )


def without(viewer: Viewer, *keys: str) -> Viewer:
    """The same person under an edition that grants these items no more."""
    return replace(viewer, items=only(*(viewer.items.by_key.keys() - set(keys))))


def only(*keys: str) -> VisibleItems:
    """What somebody sees to whom nothing but these items is granted."""
    return narrow(catalogue(), frozenset(keys), 1, False) if keys else NOTHING_VISIBLE
