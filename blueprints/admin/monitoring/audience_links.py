"""Choosing whose figures of a rule are looked at: it stands in the address, and each choice is a link."""

from collections.abc import Iterable

from flask import request, url_for

from models.accounts.account import Role
from models.detection.rulebook import Audience
from models.detection.rules.rule import Rule
from models.monitoring.audiences import ALL_KINDS, audience_named, roles_among
from models.organisations.kinds import kinds_in_use

Link = tuple[str, str, bool]
"""What it says, where it leads, and whether it is where we are."""


def audience_from_address() -> Audience:
    """The people named in the address. Raises ``NotFound`` where there can be none."""
    return audience_named(request.args.get("kind", ""), request.args.get("role", ""))


def kind_links(rule: Rule, here: Audience) -> list[Link]:
    """The same role in each kind of organisation; every role of a kind that does not have it."""
    kinds = [("", ALL_KINDS), *((kind.value, kind.label) for kind in kinds_in_use())]
    return _links(rule, here, ((label, Audience(kind, _role_in(kind, here.role))) for kind, label in kinds))


def role_links(rule: Rule, here: Audience) -> list[Link]:
    """Each role that the kind has."""
    roles = [("", "すべての役割"), *((role.value, role.label) for role in roles_among(here.kind))]
    return _links(rule, here, ((label, Audience(here.kind, role)) for role, label in roles))


def _role_in(kind: str, role: str) -> str:
    return role if role and Role(role) in roles_among(kind) else ""


def _links(rule: Rule, here: Audience, choices: Iterable[tuple[str, Audience]]) -> list[Link]:
    return [(label, address_of(rule, one), one == here) for label, one in choices]


def address_of(rule: Rule, audience: Audience) -> str:
    """The page where the rule is changed for these people."""
    return url_for("monitoring.ask_change", code=rule.code, kind=audience.kind or None, role=audience.role or None)
