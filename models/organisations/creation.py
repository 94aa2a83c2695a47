"""Entering an organisation (M2, M6)."""

from collections.abc import Callable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import begin_writing
from models.errors import Conflict, DomainError
from models.organisations.kinds import OrganisationKind
from models.organisations.organisation import Organisation
from models.reference.bureaus import bureau
from models.reference.grid_operators import grid_operator
from models.reference.municipalities import municipality
from models.reference.prefectures import prefecture


class WrongScope(DomainError):
    """The part of the register named for an organisation does not exist, or its kind has none."""


_KNOWN: dict[OrganisationKind, Callable[[str], object]] = {
    OrganisationKind.GRID_OPERATOR: grid_operator,
    OrganisationKind.BUREAU: bureau,
    OrganisationKind.LOCAL_GOVERNMENT: lambda code: prefecture(code) or municipality(code),
    OrganisationKind.CERTIFIED_OPERATOR: str.isdecimal,
}


def create_organisation(
    session: Session,
    actor: Actor,
    *,
    kind: OrganisationKind,
    name: str,
    scope_code: str | None = None,
    laws: Sequence[str] = (),
) -> Organisation:
    """Enter an organisation; ``scope_code`` and ``laws`` as in ``Organisation``.

    Raises ``WrongScope`` (a scope its kind does not have or that does not exist: its people would see nothing, and
    nobody would know why), ``Conflict`` (the name is taken), ``DomainError`` (no name).
    """
    name = name.strip()
    if not name:
        raise DomainError("組織の名称を入力してください。")
    _check_scope(kind, scope_code, laws)
    begin_writing(session)
    if find_by_name(session, name) is not None:
        raise Conflict("同じ名称の組織が、すでに登録されています。")
    organisation = Organisation(
        kind_code=kind.value, name=name, scope_code=scope_code, laws=list(laws), created_at=clock.now()
    )
    session.add(organisation)
    session.flush()
    details = {"organisation": name, "kind": kind.value}
    record(
        session,
        Event(EventName.ORGANISATION_CREATED, actor, object=f"organisation:{organisation.id}", details=details),
    )
    return organisation


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
