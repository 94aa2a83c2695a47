"""Drafts with everything around them: the edition they change, their cells, the approval they wait for (B5)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sqlalchemy import ColumnElement, and_, not_, or_, select
from sqlalchemy.orm import Session, joinedload

from models import clock
from models.approvals.approval import Approval
from models.catalogue.catalogue import catalogue
from models.catalogue.grants import GrantsEdition, valid_editions
from models.catalogue.recorded import grantable, unbroken
from models.db import begin_writing
from models.errors import Conflict, NotFound
from models.organisations.kinds import OrganisationKind
from models.reviewing.cells import (
    CellKey,
    Cells,
    Changes,
    GrantTerms,
    digest_of,
    faults,
    merged,
    ordered,
    standing_cells,
)
from models.reviewing.draft import DraftState, GrantsDraft, GrantsDraftCell
from models.reviewing.showing import Showing

WAITS = "もう一人の承認を待っているため、変更できません。変更するには、提案を取り下げてください。"


class Stale(Conflict):
    """Somebody else has changed the draft since it was opened."""

    def __init__(self) -> None:
        super().__init__(
            "この下書きは、開いた後に別の人が変更しました。今の内容を確かめてから、もう一度操作してください。"
        )


@dataclass(frozen=True)
class Draft:
    """A draft with the cells it changes.

    ``basis`` is the edition it changes, ``base`` what that grants, ``waiting`` the approval it waits for, if any.
    ``newest`` is the number of the newest edition. ``lapsed`` are the cells it was to grant whose item has left the
    catalogue since, come again or not, or can be granted no more: they are not among its changes (M9).
    """

    row: GrantsDraft
    base: Cells = field(repr=False)
    changes: Changes = field(repr=False)
    waiting: Approval | None
    basis: GrantsEdition
    newest: int
    lapsed: Sequence[CellKey] = ()

    @cached_property
    def cells(self) -> Cells:
        """What would be granted."""
        return merged(self.base, self.changes)

    @cached_property
    def sha256(self) -> str:
        """The digest of what would be granted."""
        return digest_of(self.cells)

    @property
    def lapsed_items(self) -> list[str]:
        """The names of the items of ``lapsed``, each once; of those gone the key."""
        known = catalogue().by_key
        keys = dict.fromkeys(key.item for key in self.lapsed)
        return [known[key].label if key in known else key for key in keys]

    @property
    def changes_anything(self) -> bool:
        """Whether it would be another edition than the one it changes."""
        return bool(self.changes) or self.row.closes_overdue != self.basis.closes_overdue

    def showings(self, day: date) -> tuple[Showing, Showing]:
        """What is shown on a day under the edition it changes, and what would be shown that day instead."""
        return (
            Showing(self.base, self.basis.closes_overdue, day),
            Showing(self.cells, self.row.closes_overdue, day),
        )

    @property
    def outdated(self) -> bool:
        """Whether a newer edition than the one it changes has been made."""
        return self.row.based_on != self.newest

    def faults(self, today: date) -> list[tuple[CellKey, list[str]]]:
        """The cells that cannot be laid before the second person yet, with what they lack.

        Cells as they stood in the former edition are not asked about: they are reviewed when they are due.
        """
        by_key = catalogue().by_key
        granted = ((key, self.changes[key]) for key in ordered(self.changes))
        known = ((key, terms) for key, terms in granted if terms is not None and key.item in by_key)
        found = ((key, faults(by_key[key.item], terms, today)) for key, terms in known)
        return [(key, lacking) for key, lacking in found if lacking]


def newest_edition(session: Session) -> GrantsEdition:
    """The edition a new draft changes: the one made last, in force or to come. Raises ``Conflict`` if there is none."""
    found = session.scalar(valid_editions().order_by(GrantsEdition.number.desc()).limit(1))
    if found is None:
        raise Conflict("閲覧権限の版がまだありません。flask items load-first-edition で初版を読み込んでください。")
    return found


def open_drafts(session: Session) -> Sequence[GrantsDraft]:
    """Every draft that is neither given up nor an edition, the one changed last first."""
    rows = select(GrantsDraft).where(GrantsDraft.state_code == DraftState.OPEN.value)
    order = rows.order_by(GrantsDraft.changed_at.desc(), GrantsDraft.id.desc())
    return session.scalars(order.options(joinedload(GrantsDraft.changer))).all()


def find_draft(session: Session, number: int) -> Draft:
    """The open draft with this number. Raises ``NotFound``."""
    return draft_of(session, find_draft_row(session, number))


def find_draft_row(session: Session, number: int) -> GrantsDraft:
    """The open draft's own row, without its cells. Raises ``NotFound``."""
    chosen = select(GrantsDraft).where(GrantsDraft.id == number, GrantsDraft.state_code == DraftState.OPEN.value)
    row = session.scalar(chosen.options(joinedload(GrantsDraft.changer)).execution_options(populate_existing=True))
    if row is None:
        raise NotFound
    return row


def hold(session: Session, number: int, revision: int) -> Draft:
    """The draft as it is now, held until the end of the transaction, free to be changed.

    Raises ``Stale``, ``Conflict`` while it waits for approval, ``NotFound``.
    """
    begin_writing(session)
    chosen = select(GrantsDraft).where(GrantsDraft.id == number, GrantsDraft.state_code == DraftState.OPEN.value)
    row = session.scalar(chosen.with_for_update().execution_options(populate_existing=True))
    if row is None:
        raise NotFound
    draft = draft_of(session, row)
    if draft.waiting is not None:
        raise Conflict(WAITS)
    if row.revision != revision:
        raise Stale
    return draft


def stands() -> ColumnElement[bool]:
    """The condition that a draft's cell still changes anything.

    What was granted of an item that left since does not, nor what became internal and can be granted no more.
    """
    cell = GrantsDraftCell
    return or_(cell.granted.is_(False), and_(unbroken(cell.item, cell.record), grantable(cell.item, cell.attribute)))


def changes_of(session: Session, number: int, items: Collection[str] | None = None) -> dict[CellKey, GrantTerms | None]:
    """The cells a draft changes; with ``items``, of these alone."""
    statement = select(GrantsDraftCell.__table__).where(GrantsDraftCell.draft_id == number, stands())
    if items is not None:
        statement = statement.where(GrantsDraftCell.item.in_(items))
    rows = session.execute(statement)
    return {
        CellKey(row.item, OrganisationKind(row.attribute)): GrantTerms.of(row) if row.granted else None for row in rows
    }


def draft_of(session: Session, row: GrantsDraft) -> Draft:
    """A row with everything around it."""
    base, basis = standing_cells(session, row.based_on), session.get_one(GrantsEdition, row.based_on)
    newest, lapsed = newest_edition(session).number, _lapsed(session, row.id)
    return Draft(row, base, changes_of(session, row.id), waits_for(session, row), basis, newest, lapsed)


def _lapsed(session: Session, number: int) -> list[CellKey]:
    statement = select(GrantsDraftCell.item, GrantsDraftCell.attribute)
    rows = session.execute(statement.where(GrantsDraftCell.draft_id == number, not_(stands())))
    return ordered(CellKey(item, OrganisationKind(attribute)) for item, attribute in rows)


def waits_for(session: Session, row: GrantsDraft) -> Approval | None:
    """The approval a draft waits for, if any."""
    if row.approval_id is None:
        return None
    approval = session.get(Approval, row.approval_id, populate_existing=True)
    return approval if approval is not None and not approval.state_at(clock.now()).over else None
