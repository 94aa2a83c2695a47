"""Bringing a draft up to date: two drafts of one edition never overwrite each other silently (B5).

The one approved later has to take in the newer edition first, and is told cell by cell where both differ.
"""

from collections.abc import Collection

from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.audit.event_names import EventName
from models.catalogue.grants import GrantsEdition
from models.reviewing.cells import CellKey, GrantTerms, ordered, standing_cells
from models.reviewing.drafting import keep, note
from models.reviewing.drafts import Draft, hold


def clashes(session: Session, draft: Draft) -> dict[CellKey, GrantTerms | None]:
    """The cells the draft changes that a newer edition has changed too, each as the newer edition has it."""
    newest = standing_cells(session, draft.newest)
    both = (key for key in ordered(draft.changes) if newest.get(key) != draft.base.get(key))
    return {key: newest.get(key) for key in both if newest.get(key) != draft.changes[key]}


def bring_up_to_date(session: Session, viewer: Viewer, number: int, revision: int, mine: Collection[CellKey]) -> None:
    """Make the draft one of the newest edition. Of the cells both have changed, those in ``mine`` stay as drafted.

    What becomes of overdue grants stays as drafted where the draft changes it, and is the newest edition's otherwise.
    Raises ``Stale``, ``Conflict``, ``NotFound``.
    """
    draft = hold(session, number, revision)
    newest = standing_cells(session, draft.newest)
    given_up = clashes(session, draft).keys() - set(mine)
    kept = {key: terms for key, terms in draft.changes.items() if key not in given_up}
    if draft.row.closes_overdue == draft.basis.closes_overdue:
        draft.row.closes_overdue = session.get_one(GrantsEdition, draft.newest).closes_overdue
    draft.row.based_on, draft.row.equal_to = draft.newest, None
    keep(session, viewer, draft.row, kept, newest)
    told = {"kept": len(draft.changes) - len(given_up), "given_up": len(given_up)}
    note(session, viewer, EventName.GRANTS_DRAFT_REBASED, draft.row, told)
