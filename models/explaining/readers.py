"""Who can see an item, and who can see a facility: the question the other way round (B2)."""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, or_, select
from sqlalchemy.orm import Session

from models.access import door
from models.access.permissions import Permission, permissions_of
from models.access.row_reasons import Facts, carried, operators_carried, visible_facts
from models.access.row_scope import RowScope, row_scope
from models.access.viewer import Viewer
from models.accounts.account import Account, AccountState, Role
from models.accounts.standing import what_bars_all_of
from models.audit.event_names import EventName, Outcome
from models.catalogue.grants import Grant, GrantsEdition, edition_in_force
from models.catalogue.item import Item
from models.catalogue.recorded import grants_of_item
from models.certifications.detail import LONGEST_ASKED
from models.certifications.identity import find_in_scope
from models.errors import NotFound
from models.explaining.why import check_may_explain, check_may_explain_rows
from models.explaining.withheld import Withheld, withheld
from models.lists import ListFilter, ListSpec, contains, equals
from models.organisations.kind_standing import KindStanding
from models.organisations.kinds import OrganisationKind, Standing, kinds_in_use
from models.organisations.organisation import Organisation
from models.organisations.units import unit_named, units_of

_OPEN = Organisation.standing_code != Standing.CLOSED.value
_MAY_SIGN_IN = Account.state_code.in_([AccountState.ISSUED.value, AccountState.ACTIVE.value])


@dataclass(frozen=True, slots=True)
class KindOfReader:
    """One attribute: its grant, if any, why it is not shown the item all the same, its organisations and people.

    ``people`` may see the item: nobody where it is withheld.
    """

    kind: OrganisationKind
    grant: Grant | None
    withheld: Withheld | None
    organisations: int
    people: int


@dataclass(frozen=True, slots=True)
class ItemReaders:
    """Who can see an item under the edition in force."""

    item: Item
    edition: GrantsEdition | None
    kinds: Sequence[KindOfReader]

    @property
    def seeing(self) -> frozenset[OrganisationKind]:
        """The attributes that see it."""
        return frozenset(one.kind for one in self.kinds if one.withheld is None)


@dataclass(frozen=True, slots=True)
class FacilityReaders:
    """In whose rows a facility lies: by the number of the organisation the keys that decide it."""

    facility_id: str
    keys: Mapping[int, RowScope]
    facts: Facts


def item_readers(session: Session, asker: Viewer, item: Item, now: datetime) -> ItemReaders:
    """Who can see the item."""
    check_may_explain(asker)
    edition = edition_in_force(session, now)
    granted = grants_of_item(session, edition.number, item.key) if edition is not None else {}
    organisations, people = _organisations_by_kind(session), people_by_kind(session)
    kinds = []
    for kind in kinds_in_use():
        grant = granted.get(kind)
        why = withheld(session, kind, item, grant, now)
        seeing = people[kind] if why is None else 0
        kinds.append(KindOfReader(kind, grant, why, organisations.get(kind, 0), seeing))
    return ItemReaders(item, edition, kinds)


def facility_readers(session: Session, asker: Viewer, facility_id: str) -> FacilityReaders:
    """In whose rows the facility lies. Recorded; raises ``NotFound`` when it is not in the asker's own."""
    check_may_explain_rows(asker)
    asked = {"facility_id": [facility_id[:LONGEST_ASKED]]}
    readers = None
    with door.reading(session, asker) as register:
        found = find_in_scope(register, facility_id)
        if found is None:
            details = {"asked": asked, "organisations": 0}
            name, about = EventName.READERS_LISTED, "facility:absent"
            register.note(name, object=about, outcome=Outcome.REFUSED, details=details)
        else:
            scopes = _scopes(session, operators_carried(register, found.id))
            held = carried(register, found.id, frozenset().union(*scopes.values()))
            keys = {number: scope & held for number, scope in scopes.items() if scope & held}
            readers = FacilityReaders(found.facility_id, keys, visible_facts(register, found.id))
            register.note(
                EventName.READERS_LISTED,
                certifications=[found.id],
                object=f"facility:{found.facility_id}",
                details={"asked": asked, "organisations": len(keys)},
            )
    if readers is None:
        raise NotFound
    return readers


def organisations_listed(only: ColumnElement[bool] | None = None, *filters: ListFilter) -> ListSpec[Organisation]:
    """The organisations that are not closed, by name; those of ``only``."""
    chosen = select(Organisation).where(_OPEN)
    kinds = [(one.value, one.label) for one in kinds_in_use()]
    return ListSpec(
        chosen if only is None else chosen.where(only),
        Organisation.id,
        {"name": Organisation.name, "kind": Organisation.kind_code},
        (
            ListFilter("q", "組織の名称", contains(Organisation.name)),
            ListFilter("kind", "組織の種類", equals(Organisation.kind_code), kinds),
            *filters,
        ),
    )


def organisations_of_item(readers: ItemReaders) -> ListSpec[Organisation]:
    """Every organisation, to be narrowed to those that see the item or do not."""
    sees = Organisation.kind_code.in_([kind.value for kind in readers.seeing])
    choices = (("yes", "表示される"), ("no", "表示されない"))
    return organisations_listed(
        None, ListFilter("sees", "この項目", lambda value: sees if value == "yes" else ~sees, choices)
    )


def organisations_of_facility(readers: FacilityReaders) -> ListSpec[Organisation]:
    """The organisations in whose rows the facility lies."""
    return organisations_listed(Organisation.id.in_(readers.keys))


def people_of(session: Session, organisation: Organisation) -> int:
    """How many people of an organisation may read certifications.

    Counted are accounts in use or issued, in a unit that reads, with a role that reads, in an organisation that nothing
    bars. Dormancy by the clock, consent and training are each person's own matter and not asked here.
    """
    if what_bars_all_of(organisation) is not None:
        return 0
    counted = select(Account.unit, Account.role_code, func.count()).group_by(Account.unit, Account.role_code)
    rows = session.execute(counted.where(_MAY_SIGN_IN, Account.organisation_id == organisation.id))
    return sum(
        number for unit, role, number in rows if _reads(organisation.kind, role) and organisation.unit_reads(unit)
    )


def people_by_kind(session: Session) -> Counter[OrganisationKind]:
    """The same of each kind. Counted by the database, alike organisations together: there are tens of thousands."""
    people = Counter[OrganisationKind]()
    for kind, _, number in _readers(session):
        people[kind] += number
    return people


def readers_of_kind(session: Session, kind: OrganisationKind) -> tuple[int, int]:
    """How many people of one kind may read certifications, and in how many organisations; counted alike."""
    people = Counter[int]()
    for _, (organisation,), number in _readers(session, Account.organisation_id, kind=kind):
        people[organisation] += number
    return people.total(), len(people)


def _readers(
    session: Session, *parted_by: Any, kind: OrganisationKind | None = None
) -> Iterator[tuple[OrganisationKind, Sequence[Any], int]]:
    """How many may read: of which kind, the values of the columns they are parted by, the number."""
    units = cast(Organisation.units_kept, Text)
    columns = (*parted_by, Organisation.kind_code, units, Account.unit, Account.role_code)
    counted = (
        select(*columns, func.count())
        .join(Organisation, Account.organisation_id == Organisation.id)
        .join(KindStanding, KindStanding.kind_code == Organisation.kind_code)
        .where(_MAY_SIGN_IN, Organisation.standing_code == Standing.ACTIVE.value, KindStanding.stopped_at.is_(None))
        .group_by(*columns)
    )
    if kind is not None:
        counted = counted.where(Organisation.kind_code == kind.value)
    for *parted, code, kept, unit, role, number in session.execute(counted):
        found, parts = OrganisationKind(code), units_of(json.loads(kept))
        named = unit_named(parts, unit)
        if _reads(found, role) and (named.reads if named is not None else not parts):
            yield found, parted, number


def _reads(kind: OrganisationKind, role: str) -> bool:
    return Permission.CERTIFICATION_READ in permissions_of(kind, Role(role))


def _organisations_by_kind(session: Session) -> dict[OrganisationKind, int]:
    counted = select(Organisation.kind_code, func.count()).where(_OPEN).group_by(Organisation.kind_code)
    return {OrganisationKind(kind): number for kind, number in session.execute(counted)}


def _scopes(session: Session, operators: Collection[str]) -> dict[int, RowScope]:
    """The rows of the organisations that come into question. Of certified operators, the many, only the facility's."""
    columns = (Organisation.id, Organisation.kind_code, Organisation.scope_code, Organisation.laws)
    others = Organisation.kind_code != OrganisationKind.CERTIFIED_OPERATOR.value
    found = session.execute(select(*columns).where(_OPEN, or_(others, Organisation.scope_code.in_(operators))))
    return {number: row_scope(OrganisationKind(kind), code, laws) for number, kind, code, laws in found}
