"""Working on drafts: begun from the newest edition, changed cell by cell, given up; every step is recorded (B5).

A draft that waits for its second person is locked; declined, withdrawn or expired, it is a draft again.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, not_, tuple_
from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.catalogue.catalogue import catalogue
from models.catalogue.grants import GrantsEdition, valid_editions
from models.catalogue.recorded import newest_record
from models.db import begin_writing
from models.errors import DomainError, NotFound
from models.reviewing.cells import (
    CellKey,
    Cells,
    Changes,
    GrantTerms,
    changed,
    check_grantable,
    check_keepable,
    standing_cells,
)
from models.reviewing.draft import LONGEST_TITLE, DraftState, GrantsDraft, GrantsDraftCell
from models.reviewing.drafts import changes_of, hold, newest_edition, stands

_AT_ONCE = 200
"""Rows named in one statement: far below what a database takes."""


class TakenFile(NamedTuple):
    """A file that fills a draft: its name, and the SHA-256 (hexadecimal) of its bytes."""

    file: str
    sha256: str


def begin(session: Session, viewer: Viewer, title: str, equal_to: int | None = None) -> int:
    """Begin a draft of the newest edition; with ``equal_to``, one that makes everything as in that edition again.

    Returns its number. Raises ``NotFound`` for no such edition, ``DomainError`` for a title missing or too long.
    """
    title = _checked(title)
    begin_writing(session)
    base, now = newest_edition(session), clock.now()
    row = GrantsDraft(
        title=title,
        based_on=base.number,
        equal_to=equal_to,
        closes_overdue=base.closes_overdue,
        begun_by=viewer.account_id,
        begun_at=now,
        changed_by=viewer.account_id,
        changed_at=now,
        revision=1,
        state_code=DraftState.OPEN.value,
    )
    session.add(row)
    session.flush()
    if equal_to is not None:
        row.closes_overdue = _edition(session, equal_to).closes_overdue
        keep(session, viewer, row, _as_in(session, base.number, equal_to))
    note(session, viewer, EventName.GRANTS_DRAFTED, row, {"title": title, "equal_to": equal_to})
    return row.id


def put_cells(
    session: Session, viewer: Viewer, number: int, revision: int, wanted: Changes, file: TakenFile | None = None
) -> int:
    """Make cells as wanted (None: not granted); returns how many of them are different now.

    ``file`` is what they were read from, if anything: the trail names it.
    Raises ``Stale``, ``Conflict`` (it waits for approval), ``NotFound``, ``NoSuchCell``, ``DomainError``.
    """
    draft = hold(session, number, revision)
    before = draft.cells
    moved = changed(before, wanted)
    for key, terms in moved.items():
        if terms is not None:
            check_grantable(key)
            check_keepable(terms)
    if moved:
        draft.row.equal_to = None
        keep(session, viewer, draft.row, {**draft.changes, **moved}, draft.base)
        revealed = sum(1 for key, terms in moved.items() if terms is not None and key not in before)
        hidden = sum(1 for terms in moved.values() if terms is None)
        told = {"cells": len(moved), "revealed": revealed, "hidden": hidden}
        name = EventName.GRANTS_DRAFT_FILLED if file is not None else EventName.GRANTS_DRAFT_CHANGED
        note(session, viewer, name, draft.row, told | (file._asdict() if file is not None else {}))
    return len(moved)


def set_rule(session: Session, viewer: Viewer, number: int, revision: int, title: str, *, closes_overdue: bool) -> None:
    """Rename a draft, and say whether grants overdue for review show nothing under it. Raises like ``put_cells``."""
    draft = hold(session, number, revision)
    if draft.row.closes_overdue != closes_overdue:
        draft.row.equal_to = None
    draft.row.title, draft.row.closes_overdue = _checked(title), closes_overdue
    _touch(session, viewer, draft.row)
    told = {"cells": 0, "revealed": 0, "hidden": 0}
    note(session, viewer, EventName.GRANTS_DRAFT_CHANGED, draft.row, told)


def discard(session: Session, viewer: Viewer, number: int, revision: int) -> None:
    """Give the draft up. Raises ``Stale``, ``Conflict``, ``NotFound``."""
    row = hold(session, number, revision).row
    row.state_code = DraftState.DISCARDED.value
    _touch(session, viewer, row)
    note(session, viewer, EventName.GRANTS_DRAFT_DISCARDED, row, {"title": row.title})


def _checked(title: str) -> str:
    title = title.strip()
    if not title or len(title) > LONGEST_TITLE:
        raise DomainError(f"下書きの名前を {LONGEST_TITLE} 文字以内で入力してください。")
    return title


def _as_in(session: Session, base: int, former: int) -> dict[CellKey, GrantTerms | None]:
    now, then = standing_cells(session, base), standing_cells(session, former)
    known = catalogue().by_key
    wanted = {key: then.get(key) for key in now.keys() | then.keys() if key.item in known}
    return changed(now, wanted)


def _edition(session: Session, number: int) -> GrantsEdition:
    found = session.scalar(valid_editions().where(GrantsEdition.number == number))
    if found is None:
        raise NotFound
    return found


def keep(session: Session, viewer: Viewer, row: GrantsDraft, changes: Changes, base: Cells | None = None) -> None:
    """Write down what differs: the rows as they have to be, and none that says what ``base`` says."""
    wanted = changes if base is None else changed(base, changes)
    session.execute(delete(GrantsDraftCell).where(GrantsDraftCell.draft_id == row.id, not_(stands())))
    present = changes_of(session, row.id)
    gone = [(key.item, key.attribute.value) for key in present if key not in wanted or present[key] != wanted[key]]
    cell = tuple_(GrantsDraftCell.item, GrantsDraftCell.attribute)
    for start in range(0, len(gone), _AT_ONCE):
        some = gone[start : start + _AT_ONCE]
        session.execute(delete(GrantsDraftCell).where(GrantsDraftCell.draft_id == row.id, cell.in_(some)))
    _touch(session, viewer, row)
    fresh = [key for key in wanted if key not in present or present[key] != wanted[key]]
    if fresh:
        on_record = newest_record(session)
        session.execute(insert(GrantsDraftCell), [_kept(row, key, wanted[key], on_record) for key in fresh])


def _kept(row: GrantsDraft, key: CellKey, terms: GrantTerms | None, on_record: int) -> dict[str, Any]:
    named = {"draft_id": row.id, "item": key.item, "attribute": key.attribute.value, "granted": terms is not None}
    by = {"changed_by": row.changed_by, "changed_at": row.changed_at, "record": on_record}
    return named | (terms or GrantTerms()).columns | by


def _touch(session: Session, viewer: Viewer, row: GrantsDraft) -> None:
    row.revision += 1
    row.changed_by, row.changed_at = viewer.account_id, clock.now()
    session.flush()


def note(session: Session, viewer: Viewer, name: EventName, row: GrantsDraft, details: Mapping[str, Any]) -> None:
    """Record a step of a draft."""
    told = {"based_on": row.based_on, "revision": row.revision, **details}
    record(session, Event(name, viewer.actor, object=f"grants-draft:{row.id}", details=told))
