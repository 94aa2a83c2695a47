"""Editions as they are looked at: which there are, which is in force, what one granted (M9, B5)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, func, not_, or_, select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account
from models.catalogue.catalogue import catalogue
from models.catalogue.grants import CalledOffEdition, GrantsEdition, edition_in_force
from models.catalogue.item import Item, Section
from models.errors import NotFound
from models.lists import ListFilter, ListSpec, contains, from_day_to_day
from models.organisations.kinds import OrganisationKind
from models.reviewing.cells import CellKey, GrantTerms, attributes, cells_of, standing_cells
from models.reviewing.showing import Showing

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
"""In the order by the time of effect, where an edition has none."""


class EditionState(StrEnum):
    """Where an edition stands at a moment."""

    IN_FORCE = "in_force"
    COMING = "coming"
    FORMER = "former"
    CALLED_OFF = "called_off"

    @property
    def label(self) -> str:
        """The state in words."""
        return {"in_force": "有効", "coming": "発効前", "former": "過去の版", "called_off": "取りやめ"}[self.value]


@dataclass(frozen=True, slots=True)
class Editions:
    """What is needed to say how an edition stands: the number in force, and those called off."""

    in_force: int
    called_off: frozenset[int]

    def state(self, edition: GrantsEdition) -> EditionState:
        """The state of one of them."""
        if edition.number in self.called_off:
            return EditionState.CALLED_OFF
        if edition.number == self.in_force:
            return EditionState.IN_FORCE
        return EditionState.COMING if edition.number > self.in_force else EditionState.FORMER

    def is_in(self, state: EditionState) -> ColumnElement[bool]:
        """The condition that an edition stands so."""
        number = GrantsEdition.number
        called_off = number.in_(self.called_off)
        match state:
            case EditionState.CALLED_OFF:
                return called_off
            case EditionState.IN_FORCE:
                return number == self.in_force
            case EditionState.COMING:
                return and_(number > self.in_force, not_(called_off))
            case EditionState.FORMER:
                return and_(number < self.in_force, not_(called_off))


@dataclass(frozen=True, slots=True)
class GrantedItem:
    """An item with the terms of its grant; ``closed`` where it is overdue for its review and therefore not shown."""

    item: Item
    terms: GrantTerms
    closed: bool


class GrantedCount(NamedTuple):
    """How many items an edition shows to an attribute, and how many it grants and shows no more."""

    attribute: OrganisationKind
    shown: int
    closed: int


@dataclass(frozen=True, slots=True)
class VisibleSection:
    """The items of a section that an edition grants to an attribute."""

    section: Section
    items: Sequence[GrantedItem]


def editions(standing: Editions) -> ListSpec[GrantsEdition]:
    """The list, the newest first."""
    edition, takes_effect = GrantsEdition, GrantsEdition.in_force_from
    people, both = contains(Account.person_name, Account.login_id), (edition.proposed_by, edition.approved_by)
    return ListSpec(
        select(edition),
        edition.number,
        {
            "number": edition.number,
            "from": func.coalesce(takes_effect, LONG_AGO, type_=takes_effect.type),
            "note": edition.note,
            "proposer": _name(edition.proposed_by),
            "approver": _name(edition.approved_by),
        },
        (
            ListFilter(
                "state",
                "状態",
                lambda value: standing.is_in(EditionState(value)),
                [(one.value, one.label) for one in EditionState],
            ),
            ListFilter(
                "person",
                "提案・承認した人の氏名・ID",
                lambda text: or_(*(one.in_(select(Account.id).where(people(text))) for one in both)),
            ),
            ListFilter("note", "説明", contains(edition.note)),
            *from_day_to_day(takes_effect, "この日以後に発効", "この日以前に発効"),
        ),
        descending=True,
    )


def standing_of(session: Session, now: datetime) -> Editions:
    """How the editions stand at a moment."""
    found = edition_in_force(session, now)
    called_off = frozenset(session.scalars(select(CalledOffEdition.edition)))
    return Editions(found.number if found else 0, called_off)


def find_edition(session: Session, number: int) -> GrantsEdition:
    """The edition with this number, in force or not. Raises ``NotFound``."""
    found = session.get(GrantsEdition, number)
    if found is None:
        raise NotFound
    return found


def name_of(session: Session, account: int | None) -> str:
    """Who that is, for the page of an edition; the first edition was nobody's."""
    found = session.get(Account, account) if account is not None else None
    return f"{found.person_name}（{found.organisation.name}）" if found else "―"


def numbers_of(session: Session) -> list[int]:
    """The numbers of all editions, the newest first."""
    return list(session.scalars(select(GrantsEdition.number).order_by(GrantsEdition.number.desc())))


def is_past(session: Session, edition: GrantsEdition) -> bool:
    """Whether it shows nothing any more, or never will: then what it granted is looked at, not what it shows."""
    state = standing_of(session, clock.now()).state(edition)
    return state in {EditionState.FORMER, EditionState.CALLED_OFF}


def sight_of(session: Session, edition: GrantsEdition) -> Showing:
    """What an edition shows: today, or on the day it takes effect. Of one that is past, all that it granted.

    What is in force shows what ``visible_items`` says; grants that count no more are in the record of the past alone.
    """
    now = clock.now()
    if is_past(session, edition):
        return Showing(cells_of(session, edition.number), closes_overdue=False, day=clock.day_in_japan(now))
    day = clock.day_in_japan(max(edition.in_force_from or now, now))
    return Showing(standing_cells(session, edition.number), edition.closes_overdue, day)


def counts_of(sight: Showing) -> list[GrantedCount]:
    """How many items each attribute sees. What the catalogue does not have any more is not counted."""
    known = catalogue().by_key
    granted = [(key.attribute, sight.shows(key)) for key in sight.cells if key.item in known]
    counted = Counter(granted)
    return [GrantedCount(one, counted[one, True], counted[one, False]) for one in attributes()]


def showings_of_both(session: Session, former: int, later: int) -> tuple[Showing, Showing]:
    """What two editions show on the day when the one made last took, or takes, effect. Raises ``NotFound``."""
    before, after = find_edition(session, former), find_edition(session, later)
    last = max(before, after, key=lambda one: one.number)
    day = clock.day_in_japan(last.in_force_from or clock.now())
    return _showing(session, before, day), _showing(session, after, day)


def _name(account: SQLColumnExpression[int | None]) -> SQLColumnExpression[str]:
    """A person's name to sort by; the first edition was nobody's."""
    return func.coalesce(select(Account.person_name).where(Account.id == account).scalar_subquery(), "")


def _showing(session: Session, edition: GrantsEdition, day: date) -> Showing:
    return Showing(cells_of(session, edition.number), edition.closes_overdue, day)


def visible_under(sight: Showing, attribute: OrganisationKind) -> list[VisibleSection]:
    """What is granted to an attribute, section by section, with what of it is shown."""
    found = []
    for section in catalogue().sections:
        own = ((one, CellKey(one.key, attribute)) for one in catalogue().items if one.section == section.number)
        granted = [GrantedItem(one, sight.cells[key], not sight.shows(key)) for one, key in own if key in sight.cells]
        if granted:
            found.append(VisibleSection(section, granted))
    return found
