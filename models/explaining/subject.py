"""Whom a question is about: a person, an organisation, or a whole kind; and finding them by what somebody typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.access.permissions import Permission, permissions_of
from models.access.presence import scope_of
from models.access.row_scope import RowScope, row_scope
from models.accounts.account import Account, Role
from models.accounts.login_ids import fold_login_id
from models.lists import contains
from models.organisations.kinds import OrganisationKind
from models.organisations.organisation import Organisation

MOST_CHOICES = 20


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom it is about. Of a kind alone nothing is known but what holds for all of it."""

    kind: OrganisationKind
    organisation: Organisation | None = None
    account: Account | None = None

    @classmethod
    def of_organisation(cls, organisation: Organisation) -> Self:
        """Everybody of an organisation."""
        return cls(organisation.kind, organisation)

    @classmethod
    def of_account(cls, account: Account) -> Self:
        """One person."""
        return cls(account.organisation.kind, account.organisation, account)

    @property
    def name(self) -> str:
        """Who it is, in words."""
        if self.account is not None:
            return f"{self.account.organisation.name}の{self.account.person_name}（{self.account.login_id}）"
        return self.organisation.name if self.organisation is not None else f"{self.kind.label}の利用者"

    @property
    def object(self) -> str:
        """Who it is, for the trail."""
        if self.account is not None:
            return f"account:{self.account.id}"
        return f"organisation:{self.organisation.id}" if self.organisation is not None else f"kind:{self.kind.value}"

    @property
    def role(self) -> Role:
        """The role that is asked about: the person's, else a plain user's."""
        return self.account.role if self.account is not None else Role.MEMBER

    @property
    def scope(self) -> RowScope | None:
        """Their rows, as the register would meet them; None where they are a matter of each organisation."""
        if self.account is not None:
            return scope_of(self.account)
        if self.organisation is not None:
            return row_scope(self.kind, self.organisation.scope_code, self.organisation.laws)
        return None

    @property
    def reads(self) -> bool:
        """Whether the role may read certifications at all."""
        return Permission.CERTIFICATION_READ in permissions_of(self.kind, self.role)


def find_people(session: Session, words: str) -> Sequence[Account]:
    """The person with this ID, else those whose name or ID holds the words: at most ``MOST_CHOICES`` and one more."""
    exact = session.scalar(select(Account).where(Account.folded_id == fold_login_id(words)))
    if exact is not None:
        return (exact,)
    chosen = select(Account).where(contains(Account.person_name, Account.login_id)(words))
    return session.scalars(chosen.order_by(Account.person_name, Account.id).limit(MOST_CHOICES + 1)).all()


def find_organisations(session: Session, words: str) -> Sequence[Organisation]:
    """The organisation of this name, else those whose name holds the words; as many as of people."""
    exact = session.scalar(select(Organisation).where(Organisation.name == words))
    if exact is not None:
        return (exact,)
    chosen: Select[Organisation] = select(Organisation).where(contains(Organisation.name)(words))
    return session.scalars(chosen.order_by(Organisation.name, Organisation.id).limit(MOST_CHOICES + 1)).all()
