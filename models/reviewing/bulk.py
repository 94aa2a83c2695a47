"""One act on every cell that a filter finds: granting, closing, copying, a ground, a confirmed review (M9, B5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.catalogue.item import PersonalData
from models.errors import Conflict, DomainError
from models.organisations.kinds import OrganisationKind
from models.reviewing.cells import CellKey, Cells, Changes, GrantTerms, attributes, changed, digest_of, merged
from models.reviewing.difference import AttributeDifference, compare
from models.reviewing.drafting import put_cells
from models.reviewing.drafts import find_draft
from models.reviewing.item_filter import ItemFilter
from models.reviewing.matrix import MatrixRow, found_rows, sheet_of_draft
from models.reviewing.reach import Reach, reach_of
from models.reviewing.ticking import UsualGrounds

UNUSABLE = "絞り込みに使えない条件があるため、まとめて変えることはできません。条件を直してから、やり直してください。"
MOVED = "確かめた後に内容が変わりました。今の結果を確かめてから、もう一度操作してください。"


class BulkAct(StrEnum):
    """What is done with the cells found."""

    GRANT = "grant"
    CLOSE = "close"
    COPY = "copy"
    GROUND = "ground"
    CONFIRM = "confirm"

    @property
    def label(self) -> str:
        """The act in words."""
        return _ACTS[self]


_ACTS = {
    BulkAct.GRANT: "許可する（まだ許可していない項目）",
    BulkAct.CLOSE: "許可を外す",
    BulkAct.COPY: "別の属性と同じにする",
    BulkAct.GROUND: "許可済みの項目の根拠と点検を書き換える",
    BulkAct.CONFIRM: "点検を確認する（根拠はそのまま、点検者・点検日・次の期限を更新）",
}


@dataclass(frozen=True, slots=True)
class Bulk:
    """An act; ``source`` is the attribute copied from.

    ``attribute`` None is those the filter names, or every one where it names none. ``every``: every one all the same.
    """

    act: BulkAct
    attribute: OrganisationKind | None
    terms: GrantTerms
    source: OrganisationKind | None = None
    every: bool = False

    def reached(self, wanted: ItemFilter) -> Sequence[OrganisationKind]:
        """The attributes whose cells it changes."""
        if self.attribute is not None:
            return (self.attribute,)
        return wanted.named if wanted.named and not self.every else attributes()

    def beyond(self, wanted: ItemFilter) -> Sequence[OrganisationKind]:
        """Those of them about whose cells the filter says nothing."""
        return [one for one in self.reached(wanted) if one not in wanted.named] if wanted.named else []


@dataclass(frozen=True)
class Consequence:
    """What an act would change in a draft. ``sha256`` is the digest of the draft after it: it names what was shown.

    ``beyond`` are the attributes it changes that the filter does not name, though it names others.
    """

    changes: Changes
    differences: Sequence[tuple[AttributeDifference, Reach]]
    sha256: str
    revision: int
    beyond: Sequence[OrganisationKind]


def consequence_of(session: Session, number: int, wanted: ItemFilter, bulk: Bulk) -> Consequence:
    """What the act would change, and whom that reaches.

    Raises ``NotFound``, ``DomainError`` for a filter that finds more than was asked for.
    """
    if wanted.unusable:
        raise DomainError(UNUSABLE)
    draft = find_draft(session, number)
    rows = found_rows(session, sheet_of_draft(session, number), wanted)
    moved = changed(draft.cells, dict(_wanted(rows, wanted, bulk, draft.cells)))
    after = merged(draft.cells, moved)
    _, now = draft.showings(clock.today())
    differences = [(one, reach_of(session, one)) for one in compare(now, replace(now, cells=after))]
    beyond = [one for one in bulk.beyond(wanted) if any(key.attribute is one for key in moved)]
    return Consequence(moved, differences, digest_of(after), draft.row.revision, beyond)


def carry_out(
    session: Session, viewer: Viewer, number: int, revision: int, wanted: ItemFilter, bulk: Bulk, shown: str
) -> int:
    """Do what was shown; returns how many cells are different now. Raises ``Conflict`` if it would be something else.

    ``shown`` is the consequence's digest. Raises like it, and like ``put_cells``.
    """
    found = consequence_of(session, number, wanted, bulk)
    if found.sha256 != shown:
        raise Conflict(MOVED)
    return put_cells(session, viewer, number, revision, found.changes)


def copied(cells: Cells, items: Iterable[str], bulk: Bulk) -> dict[CellKey, GrantTerms | None]:
    """Cells of ``bulk.attribute`` as those of its source: granted where that is, closed where that is not.

    A duty is an attribute's own: what is newly granted takes the usual ground, not the source's; why less would not
    do is taken over.
    """
    if bulk.attribute is None or bulk.source is None:
        raise TypeError("copying names two attributes")
    usual, found = UsualGrounds(cells), dict[CellKey, GrantTerms | None]()
    for item in items:
        key, model = CellKey(item, bulk.attribute), cells.get(CellKey(item, bulk.source))
        if model is None:
            found[key] = None
        elif key not in cells:
            why = bulk.terms.less_will_not_do or model.less_will_not_do
            found[key] = usual.fill(key, replace(bulk.terms, less_will_not_do=why))
    return found


def _wanted(
    rows: Sequence[MatrixRow], wanted: ItemFilter, bulk: Bulk, cells: Cells
) -> Iterable[tuple[CellKey, GrantTerms | None]]:
    if bulk.act is BulkAct.COPY:
        grantable = {cell.key for row in rows for cell in row.cells if cell.grantable}
        found = copied(cells, (row.item.key for row in rows), bulk)
        yield from ((key, terms) for key, terms in found.items() if key in grantable)
        return
    usual = UsualGrounds(cells)
    asked = bulk.reached(wanted)
    for row in rows:
        personal = row.item.personal is not PersonalData.NO
        for cell in row.cells:
            if cell.key.attribute not in asked or not cell.grantable:
                continue
            if bulk.act is BulkAct.GRANT:
                if cell.terms is None:
                    yield cell.key, usual.fill(cell.key, bulk.terms)
            elif cell.terms is not None and wanted.matches_cell(cell):
                yield cell.key, _changed_terms(cell.terms, bulk, personal=personal)


def _changed_terms(terms: GrantTerms, bulk: Bulk, *, personal: bool) -> GrantTerms | None:
    if bulk.act is BulkAct.CLOSE:
        return None
    new = bulk.terms
    reviewed = replace(terms, reviewer=new.reviewer, reviewed_on=new.reviewed_on, review_due_on=new.review_due_on)
    if bulk.act is BulkAct.CONFIRM:
        return reviewed
    return replace(
        reviewed,
        ground=new.ground or terms.ground,
        reference=new.reference or terms.reference,
        less_will_not_do=(new.less_will_not_do or terms.less_will_not_do) if personal else "",
        note=new.note or terms.note,
    )
