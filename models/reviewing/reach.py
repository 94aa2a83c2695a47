"""Whom a change of grants reaches: people and organisations, their saved searches, columns and files (B5)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts.account import Account, AccountState
from models.certifications.column_preferences import ColumnPreference
from models.certifications.criteria import named_keys
from models.certifications.export_files import ExportFile
from models.certifications.saved_searches import SavedSearch
from models.explaining.readers import readers_of_kind
from models.organisations.kinds import OrganisationKind
from models.organisations.organisation import Organisation
from models.reviewing.difference import AttributeDifference


@dataclass(frozen=True, slots=True)
class Reach:
    """How many a change for one attribute reaches.

    ``people`` may read certifications (``models.explaining.readers``), in so many ``organisations``. The rest counts
    what names an item that will be hidden: it is shown without the item from then on, and a file being made or waiting
    to be fetched ends.
    """

    people: int
    organisations: int
    saved_searches: int = 0
    columns: int = 0
    files: int = 0

    @property
    def in_words(self) -> str:
        """The people and their organisations."""
        return f"{self.organisations:,} 組織 {self.people:,} 人"


def reach_of(session: Session, difference: AttributeDifference) -> Reach:
    """Whom the difference reaches at this moment."""
    people, organisations = readers_of_kind(session, difference.attribute)
    hidden = {item.key for item in difference.hidden}
    if not hidden:
        return Reach(people, organisations)
    kind = difference.attribute
    return Reach(
        people,
        organisations,
        _naming(hidden, map(_of_pairs, _texts(session, kind, SavedSearch.parameters, SavedSearch.account_id))),
        _naming(hidden, map(frozenset, _texts(session, kind, ColumnPreference.columns, ColumnPreference.account_id))),
        _naming(hidden, map(named_keys, _open_files(session, kind))),
    )


def _texts(session: Session, kind: OrganisationKind, column: Any, account: Any) -> Iterable[Any]:
    statement = select(column).join(Account, Account.id == account).join(Organisation)
    return session.scalars(
        statement.where(Organisation.kind_code == kind.value, Account.state_code != AccountState.STRUCK_OFF.value)
    )


def _open_files(session: Session, kind: OrganisationKind) -> Iterable[Mapping[str, Sequence[str]]]:
    statement = select(ExportFile.asked).join(Account, Account.id == ExportFile.account_id).join(Organisation)
    return session.scalars(statement.where(Organisation.kind_code == kind.value, ExportFile.sealed_key != ""))


def _of_pairs(pairs: Iterable[Sequence[str]]) -> frozenset[str]:
    asked: dict[str, list[str]] = {}
    for name, value in pairs:
        asked.setdefault(name, []).append(value)
    return named_keys(asked)


def _naming(hidden: Collection[str], named: Iterable[frozenset[str]]) -> int:
    return sum(1 for keys in named if not keys.isdisjoint(hidden))
