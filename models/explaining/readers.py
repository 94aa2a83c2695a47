"""Who can see an item, and who can see a facility: the question the other way round (B2)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models.access import door
from models.access.permissions import Permission, permissions_of
from models.access.row_reasons import Facts, carried, visible_facts
from models.access.row_scope import RowScope, row_scope
from models.access.viewer import Viewer
from models.access.visible_items import visible_items
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
from models.lists import ListFilter, ListSpec, contains, equals
from models.organisations.kinds import OrganisationKind, Standing, kinds_in_use
from models.organisations.organisation import Organisation

_OPEN = Organisation.standing_code != Standing.CLOSED.value
_MAY_SIGN_IN = Account.state_code.in_([AccountState.ISSUED.value, AccountState.ACTIVE.value])


@dataclass(frozen=True, slots=True)
class KindOfReader:
    """One attribute: the grant that shows it the item (None: it does not see it), its organisations and people."""

    kind: OrganisationKind
    grant: Grant | None
    organisations: int
    people: int


@dataclass(frozen=True, slots=True)
class ItemReaders:
    """Who can see an item under the edition in force; ``people`` by the number of their organisation."""

    item: Item
    edition: GrantsEdition | None
    kinds: Sequence[KindOfReader]
    people: Mapping[int, int]

    @property
    def seeing(self) -> frozenset[OrganisationKind]:
        """The attributes that see it."""
        return frozenset(one.kind for one in self.kinds if one.grant is not None)


@dataclass(frozen=True, slots=True)
class FacilityReaders:
    """In whose rows a facility lies: by the number of the organisation the keys that decide it, and its people."""

    facility_id: str
    keys: Mapping[int, RowScope]
    facts: Facts
    people: Mapping[int, int]


def item_readers(session: Session, asker: Viewer, item: Item, now: datetime) -> ItemReaders:
    """Who can see the item."""
    check_may_explain(asker)
    edition = edition_in_force(session, now)
    granted = grants_of_item(session, edition.number, item.key) if edition is not None else {}
    grants = {kind: one for kind, one in granted.items() if item.key in visible_items(session, kind, now)}
    people, kind_of = people_who_read(session), _kinds(session)
    by_kind = Counter(kind_of.values())
    reading = Counter[OrganisationKind]()
    for number, count in people.items():
        reading[kind_of[number]] += count
    kinds = [KindOfReader(kind, grants.get(kind), by_kind[kind], reading[kind]) for kind in kinds_in_use()]
    return ItemReaders(item, edition, kinds, people)


def facility_readers(session: Session, asker: Viewer, facility_id: str) -> FacilityReaders:
    """In whose rows the facility lies. Recorded; raises ``NotFound`` when it is not in the asker's own."""
    check_may_explain_rows(asker)
    scopes = _scopes(session)
    asked = {"facility_id": [facility_id[:LONGEST_ASKED]]}
    readers = None
    with door.reading(session, asker) as register:
        found = find_in_scope(register, facility_id)
        if found is None:
            details = {"asked": asked, "organisations": 0}
            name, about = EventName.READERS_LISTED, "facility:absent"
            register.note(name, object=about, outcome=Outcome.REFUSED, details=details)
        else:
            held = carried(register, found.id, frozenset().union(*scopes.values()))
            keys = {number: scope & held for number, scope in scopes.items() if scope & held}
            readers = FacilityReaders(found.facility_id, keys, visible_facts(register, found.id), {})
            register.note(
                EventName.READERS_LISTED,
                certifications=[found.id],
                object=f"facility:{found.facility_id}",
                details={"asked": asked, "organisations": len(keys)},
            )
    if readers is None:
        raise NotFound
    return FacilityReaders(readers.facility_id, readers.keys, readers.facts, people_who_read(session))


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


def people_who_read(session: Session) -> Mapping[int, int]:
    """How many people of each organisation may read certifications, by its number; those without any are missing.

    Counted are accounts in use or issued, in a unit that reads, with a role that reads, in an organisation that nothing
    bars. Dormancy by the clock, consent and training are each person's own matter and not asked here.
    """
    counted = (
        select(Account.organisation_id, Account.unit, Account.role_code.label("role"), func.count().label("people"))
        .where(_MAY_SIGN_IN)
        .group_by(Account.organisation_id, Account.unit, Account.role_code)
        .subquery()
    )
    statement = select(Organisation, counted.c.unit, counted.c.role, counted.c.people)
    people = Counter[int]()
    for organisation, unit, role, number in session.execute(
        statement.join(counted, counted.c.organisation_id == Organisation.id).where(_OPEN)
    ):
        held = permissions_of(organisation.kind, Role(role))
        reads = Permission.CERTIFICATION_READ in held and organisation.unit_reads(unit)
        if reads and what_bars_all_of(organisation) is None:
            people[organisation.id] += number
    return people


def _kinds(session: Session) -> dict[int, OrganisationKind]:
    found = session.execute(select(Organisation.id, Organisation.kind_code).where(_OPEN))
    return {number: OrganisationKind(kind) for number, kind in found}


def _scopes(session: Session) -> dict[int, RowScope]:
    columns = (Organisation.id, Organisation.kind_code, Organisation.scope_code, Organisation.laws)
    found = session.execute(select(*columns).where(_OPEN))
    return {number: row_scope(OrganisationKind(kind), code, laws) for number, kind, code, laws in found}
