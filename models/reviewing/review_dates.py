"""Grants that wait for somebody to look at them again: review due, or used by nobody (M9)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models import clock
from models.catalogue.grants import Grant, GrantsEdition, edition_in_force
from models.catalogue.item import Item
from models.catalogue.recorded import counts
from models.organisations.kinds import OrganisationKind
from models.reviewing.cells import GrantTerms
from models.reviewing.item_filter import ItemFilter
from models.reviewing.matrix import found_rows, sheet_in_force
from models.reviewing.matrix_cell import MatrixCell

SOON = timedelta(days=90)


class Due(StrEnum):
    """How a grant stands to its next review."""

    OVERDUE = "overdue"
    SOON = "soon"
    MISSING = "missing"

    @property
    def label(self) -> str:
        """The standing in words."""
        return {"overdue": "期限を過ぎた", "soon": "90日以内", "missing": "期限がない"}[self.value]


class Order(StrEnum):
    """What grants to look at again can be sorted by."""

    ITEM = "item"
    DUE = "due"
    PEOPLE = "people"
    LAST_SEEN = "last_seen"


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A grant in force; ``due`` is None where its review lies further ahead."""

    item: Item
    cell: MatrixCell
    terms: GrantTerms
    due: Due | None


def due_of(terms: GrantTerms, today: date) -> Due | None:
    """How a grant stands on a day: on the last day before the review it is not overdue yet."""
    if terms.review_due_on is None:
        return Due.MISSING
    if terms.review_due_on < today:
        return Due.OVERDUE
    return Due.SOON if terms.review_due_on <= today + SOON else None


def due_lines(session: Session, wanted: ItemFilter, attribute: OrganisationKind | None) -> list[ReviewLine]:
    """The grants in force whose review is overdue, due within 90 days, or not set, in the order of the catalogue."""
    return _lines(session, wanted, attribute, lambda line: line.due is not None)


def unused_lines(session: Session, wanted: ItemFilter, attribute: OrganisationKind | None) -> list[ReviewLine]:
    """The grants in force that nobody has used in the last 90 days, in the order of the catalogue."""
    return _lines(session, wanted, attribute, lambda line: not line.cell.usage.people)


def in_order(lines: Sequence[ReviewLine], order: Order, *, descending: bool = False) -> list[ReviewLine]:
    """Lines that come in the order of the catalogue, sorted; what is alike stays in that order.

    A review without a date comes after all others, what nobody has ever looked at before all others.
    """
    if order is Order.ITEM:
        return list(reversed(lines)) if descending else list(lines)
    return sorted(lines, key=_ORDERS[order], reverse=descending)


_ORDERS: dict[Order, Callable[[ReviewLine], Any]] = {
    Order.DUE: lambda line: line.terms.review_due_on or date.max,
    Order.PEOPLE: lambda line: line.cell.usage.people,
    Order.LAST_SEEN: lambda line: line.cell.usage.last_seen_at or datetime.min.replace(tzinfo=UTC),
}


def count_overdue(session: Session) -> int:
    """How many grants in force are overdue for review. Those that count no more show nothing to anybody."""
    edition = edition_in_force(session, clock.now())
    return session.scalars(select(func.count()).select_from(Grant).where(*_late(edition))).one() if edition else 0


def overdue_grants(session: Session, edition: GrantsEdition) -> Sequence[Grant]:
    """The grants of an edition that are overdue for review today, the longest overdue first."""
    return session.scalars(select(Grant).where(*_late(edition)).order_by(Grant.review_due_on, Grant.item)).all()


def _late(edition: GrantsEdition) -> Sequence[ColumnElement[bool]]:
    return Grant.edition == edition.number, Grant.review_due_on < clock.today(), counts(edition.number)


def _lines(
    session: Session,
    wanted: ItemFilter,
    attribute: OrganisationKind | None,
    keep: Callable[[ReviewLine], bool],
) -> list[ReviewLine]:
    today, rows = clock.today(), found_rows(session, sheet_in_force(session), wanted)
    granted = (
        ReviewLine(row.item, cell, cell.terms, due_of(cell.terms, today))
        for row in rows
        for cell in row.cells
        if cell.terms is not None and attribute in {None, cell.key.attribute}
    )
    return [line for line in granted if keep(line)]


def of_due(lines: Sequence[ReviewLine], due: Due | None) -> list[ReviewLine]:
    """The lines that stand so; all of them for None."""
    return [line for line in lines if due is None or line.due is due]
