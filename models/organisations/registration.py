"""Registering an organisation, and changing what is registered of it (M2, M6)."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import begin_writing
from models.errors import Conflict, DomainError
from models.organisations.kinds import OrganisationKind, kinds_in_use
from models.organisations.organisation import Organisation
from models.organisations.units import Unit, check_units, units_of
from models.reference.bureaus import bureau
from models.reference.grid_operators import grid_operator
from models.reference.municipalities import municipality
from models.reference.prefectures import prefecture

LONGEST_NAME = 200
LONGEST_DOMAIN = 200
DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


class WrongScope(DomainError):
    """The part of the register named for an organisation does not exist, or its kind has none."""


_KNOWN: dict[OrganisationKind, Callable[[str], object]] = {
    OrganisationKind.GRID_OPERATOR: grid_operator,
    OrganisationKind.BUREAU: bureau,
    OrganisationKind.LOCAL_GOVERNMENT: lambda code: prefecture(code) or municipality(code),
    OrganisationKind.CERTIFIED_OPERATOR: str.isdecimal,
}


@dataclass(frozen=True, slots=True)
class OrganisationDetails:
    """What is registered of an organisation; ``scope_code``, ``laws`` and ``mail_domains`` as in ``Organisation``."""

    kind: OrganisationKind
    name: str
    scope_code: str | None = None
    laws: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()
    mail_domains: tuple[str, ...] = ()

    @classmethod
    def of(cls, organisation: Organisation) -> Self:
        """As it is registered now."""
        return cls(
            organisation.kind,
            organisation.name,
            organisation.scope_code,
            tuple(map(str, organisation.laws)),
            organisation.units,
            tuple(map(str, organisation.mail_domains)),
        )

    def kept(self) -> dict[str, Any]:
        """As plain values, for an act that waits."""
        return {
            "kind": self.kind.value,
            "name": self.name,
            "scope_code": self.scope_code,
            "laws": list(self.laws),
            "units": [unit.kept() for unit in self.units],
            "mail_domains": list(self.mail_domains),
        }

    @classmethod
    def from_kept(cls, kept: Mapping[str, Any]) -> Self:
        """What ``kept`` made."""
        return cls(
            OrganisationKind(kept["kind"]),
            kept["name"],
            kept["scope_code"],
            tuple(kept["laws"]),
            units_of(kept["units"]),
            tuple(kept["mail_domains"]),
        )


@dataclass(frozen=True, slots=True)
class Registered:
    """Why an organisation is registered: the reason, who proposed it, and the act of two persons it came of."""

    reason: str
    proposed_by: int
    approval: int


def check_details(wanted: OrganisationDetails) -> None:
    """Raise ``WrongScope``, ``WrongUnits`` or ``DomainError`` for what cannot be registered."""
    if not wanted.name.strip() or len(wanted.name) > LONGEST_NAME or not wanted.name.isprintable():
        raise DomainError(f"組織の名称は、改行を含まない{LONGEST_NAME}文字以内で入力してください。")
    if wanted.kind not in kinds_in_use():
        raise DomainError("この種類の組織は、本システムの利用者属性にありません。")
    _check_scope(wanted.kind, wanted.scope_code, wanted.laws)
    check_units(wanted.units)
    for domain in wanted.mail_domains:
        if len(domain) > LONGEST_DOMAIN or not DOMAIN.fullmatch(domain):
            raise DomainError(f"メールのドメイン「{domain[:50]}」の形が正しくありません（例：example.go.jp）。")


def create_organisation(
    session: Session,
    actor: Actor,
    *,
    kind: OrganisationKind,
    name: str,
    scope_code: str | None = None,
    laws: Sequence[str] = (),
) -> Organisation:
    """Enter an organisation of these details alone, as the server's console does; see ``register``."""
    return register(session, actor, OrganisationDetails(kind, name.strip(), scope_code, tuple(laws)), None)


def register(session: Session, actor: Actor, wanted: OrganisationDetails, why: Registered | None) -> Organisation:
    """Enter an organisation; ``why`` is ``None`` where no two persons decided it.

    Raises ``WrongScope`` (a scope its kind does not have or that does not exist: its people would see nothing, and
    nobody would know why), ``Conflict`` (the name is taken), ``DomainError`` (no name).
    """
    check_details(wanted)
    begin_writing(session)
    if find_by_name(session, wanted.name) is not None:
        raise Conflict("同じ名称の組織が、すでに登録されています。")
    organisation = Organisation(
        kind_code=wanted.kind.value,
        name=wanted.name.strip(),
        scope_code=wanted.scope_code,
        laws=list(wanted.laws),
        units_kept=[unit.kept() for unit in wanted.units],
        mail_domains=list(wanted.mail_domains),
        created_at=clock.now(),
    )
    session.add(organisation)
    session.flush()
    details = {
        "organisation": organisation.name,
        "kind": wanted.kind.value,
        "reason": why.reason if why else "",
        "proposed_by": why.proposed_by if why else None,
        "approval": why.approval if why else None,
    }
    about = f"organisation:{organisation.id}"
    record(session, Event(EventName.ORGANISATION_CREATED, actor, object=about, details=details))
    return organisation


def change(
    session: Session, actor: Actor, organisation: Organisation, wanted: OrganisationDetails, reason: str
) -> list[tuple[str, str, str]]:
    """Register other details of an organisation that the caller holds; its kind stays for ever.

    Returns what changed as label, before and after. Raises like ``register``; ``Conflict`` when nothing changes.
    """
    if wanted.kind is not organisation.kind:
        raise DomainError("組織の種類は変えられません。新しい組織として登録してください。")
    check_details(wanted)
    twin = find_by_name(session, wanted.name)
    if twin is not None and twin.id != organisation.id:
        raise Conflict("同じ名称の組織が、すでに登録されています。")
    changes = differences(OrganisationDetails.of(organisation), wanted)
    if not changes:
        raise Conflict("変更された項目はありません。")
    organisation.name, organisation.scope_code = wanted.name.strip(), wanted.scope_code
    organisation.laws, organisation.mail_domains = list(wanted.laws), list(wanted.mail_domains)
    organisation.units_kept = [unit.kept() for unit in wanted.units]
    session.flush()
    details = {"organisation": organisation.name, "reason": reason, "changes": [list(one) for one in changes]}
    about = f"organisation:{organisation.id}"
    record(session, Event(EventName.ORGANISATION_CHANGED, actor, object=about, details=details))
    return changes


def differences(before: OrganisationDetails, after: OrganisationDetails) -> list[tuple[str, str, str]]:
    """What differs, as label, before and after, in words."""
    pairs = zip(_in_words(before), _in_words(after), strict=True)
    return [(label, was, becomes) for (label, was), (_label, becomes) in pairs if was != becomes]


def takes_two(before: OrganisationDetails, after: OrganisationDetails) -> bool:
    """Whether the change takes two persons: it decides which certifications people see, or where links may be sent."""
    deciding = (before.scope_code, before.laws, before.units, before.mail_domains)
    return deciding != (after.scope_code, after.laws, after.units, after.mail_domains)


def find_by_name(session: Session, name: str) -> Organisation | None:
    """The organisation of this name, or None."""
    return session.scalars(select(Organisation).where(Organisation.name == name.strip())).one_or_none()


def _check_scope(kind: OrganisationKind, scope_code: str | None, laws: Sequence[str]) -> None:
    known = _KNOWN.get(kind)
    if known is None and scope_code is not None:
        raise WrongScope(f"「{kind.label}」には、担当する範囲を指定できません。")
    if known is not None and not (scope_code and known(scope_code)):
        raise WrongScope(f"「{kind.label}」の担当する範囲が指定されていないか、存在しません。")
    if laws and kind is not OrganisationKind.MINISTRY:
        raise WrongScope("所管する法令は、「関係省庁」にだけ指定できます。")


def _in_words(details: OrganisationDetails) -> list[tuple[str, str]]:
    return [
        ("名称", details.name.strip()),
        ("閲覧範囲", details.scope_code or ""),
        ("所管する法令", "、".join(details.laws)),
        ("部門", "、".join(unit.describe() for unit in details.units)),
        ("メールのドメイン", "、".join(details.mail_domains)),
    ]
