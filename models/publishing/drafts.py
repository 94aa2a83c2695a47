"""Drafts: begun from the newest version, changed by one officer at a time, given up. At most one for each document.

A draft that waits for its second person is locked; declined, withdrawn or expired, it is a draft again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models import clock
from models.access.viewer import Viewer
from models.approvals.approval import Approval
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import begin_writing, insert_or
from models.errors import Conflict, NotFound
from models.legal.published_texts import TextVersion, days_called_off
from models.publishing.checks import Edit, Fault, Taken, check_keepable, open_faults
from models.publishing.documents import DOCUMENTS, TextDocument, Version, document_named
from models.publishing.words import Rearrangement, rearranged

WAITS = "もう一人の承認を待っているため、変更できません。変更するには、提案を取り下げてください。"


class Stale(Conflict):
    """Somebody else has saved the draft since it was opened."""

    def __init__(self) -> None:
        super().__init__(
            "この下書きは、開いた後に別の人が保存しました。両方の内容を確かめてから、保存し直してください。"
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft with what is needed to look at it. ``waiting`` is the approval it waits for, if any."""

    row: TextVersion
    document: TextDocument
    taken: Taken
    waiting: Approval | None

    @property
    def edit(self) -> Edit:
        """What it says now."""
        return Edit(self.document.words(self.row.content), tuple(self.row.changes), self.row.version)

    @property
    def basis(self) -> Version:
        """The newest published version: what it would change."""
        return self.taken.published[-1]

    def faults(self, today: date) -> Sequence[Fault]:
        """What has to be put right before it can be laid before the second person."""
        return open_faults(self.document, self.edit, self.taken, today)


def open_drafts(session: Session) -> Sequence[Draft]:
    """Every draft, in the order of the documents."""
    rows = session.scalars(_DRAFTS.where(TextVersion.published_at.is_(None))).all()
    order = list(DOCUMENTS)
    return [_draft(session, row) for row in sorted(rows, key=lambda row: order.index(row.document))]


def find_draft(session: Session, number: int) -> Draft:
    """The draft with this number. Raises ``NotFound``, also for a version that is published."""
    chosen = _DRAFTS.where(TextVersion.id == number, TextVersion.published_at.is_(None))
    row = session.scalar(chosen.execution_options(populate_existing=True))
    if row is None:
        raise NotFound
    return _draft(session, row)


def begin(session: Session, viewer: Viewer, name: str) -> int:
    """The number of the document's draft: of the one there is, or of a new one with the newest version's words.

    Raises ``NotFound`` for no such document.
    """
    document = document_named(name)
    begin_writing(session)
    newest, now = document.versions(session)[-1], clock.now()
    statement = insert_or(session, TextVersion).values(
        document=name,
        content=document.content(newest.words),
        changes=[],
        sha256=newest.sha256,
        revision=1,
        drafted_by=viewer.account_id,
        drafted_at=now,
        changed_by=viewer.account_id,
        changed_at=now,
    )
    statement = statement.on_conflict_do_nothing(
        index_elements=["document"], index_where=TextVersion.published_at.is_(None)
    )
    number: int | None = session.scalar(statement.returning(TextVersion.id))
    if number is None:
        present = select(TextVersion.id).where(TextVersion.document == name, TextVersion.published_at.is_(None))
        return session.scalars(present).one()
    details = {"document": name, "begun_from": newest.version.isoformat(), "sha256": newest.sha256}
    _record(session, viewer.actor, EventName.TEXT_DRAFTED, number, details)
    return number


def save(
    session: Session,
    viewer: Viewer,
    number: int,
    revision: int,
    edit: Edit,
    arranging: tuple[Rearrangement, int] | None = None,
) -> None:
    """Keep what somebody typed over the draft they opened (``revision``), its sections then rearranged.

    Raises ``NotKept``, ``Stale`` (somebody else saved it since), ``Conflict`` (it waits for approval), ``NotFound``.
    """
    check_keepable(edit)
    if arranging:
        edit = replace(edit, words=rearranged(edit.words, *arranging))
    draft = hold(session, number)
    if draft.row.revision != revision:
        raise Stale
    keep(session, viewer, draft, edit)


def keep(session: Session, viewer: Viewer, draft: Draft, edit: Edit) -> None:
    """Change a draft that is held, and record it; nothing, when nothing changes."""
    row, kept = draft.row, (draft.document.content(edit.words), list(edit.changes), edit.version)
    if kept == (row.content, row.changes, row.version):
        return
    former = row.sha256
    row.content, row.changes, row.version = kept
    row.sha256, row.revision = draft.document.sha256(edit.words), row.revision + 1
    row.changed_by, row.changed_at = viewer.account_id, clock.now()
    session.flush()
    details = _told(row) | {"former_sha256": former, "changes": list(edit.changes)}
    _record(session, viewer.actor, EventName.TEXT_CHANGED, row.id, details)


def discard(session: Session, viewer: Viewer, number: int, revision: int) -> None:
    """Give the draft up. Raises ``Stale``, ``Conflict``, ``NotFound``."""
    row = hold(session, number).row
    if row.revision != revision:
        raise Stale
    details = _told(row)
    session.delete(row)
    session.flush()
    _record(session, viewer.actor, EventName.TEXT_DISCARDED, number, details)


def hold(session: Session, number: int) -> Draft:
    """The draft as it is now, held until the end of the transaction, free to be changed.

    Raises ``Conflict`` while it waits for approval, ``NotFound``.
    """
    begin_writing(session)
    chosen = _DRAFTS.where(TextVersion.id == number, TextVersion.published_at.is_(None))
    row = session.scalar(chosen.with_for_update(of=TextVersion).execution_options(populate_existing=True))
    if row is None:
        raise NotFound
    draft = _draft(session, row)
    if draft.waiting is not None:
        raise Conflict(WAITS)
    return draft


_DRAFTS = select(TextVersion).options(joinedload(TextVersion.changer))


def _draft(session: Session, row: TextVersion) -> Draft:
    document = document_named(row.document)
    taken = Taken(document.versions(session), days_called_off(session, row.document))
    return Draft(row, document, taken, _waiting(session, row))


def _waiting(session: Session, row: TextVersion) -> Approval | None:
    if row.approval_id is None:
        return None
    approval = session.get(Approval, row.approval_id, populate_existing=True)
    return approval if approval is not None and not approval.state_at(clock.now()).over else None


def _told(row: TextVersion) -> dict[str, Any]:
    version = row.version.isoformat() if row.version else ""
    return {"document": row.document, "version": version, "revision": row.revision, "sha256": row.sha256}


def _record(session: Session, actor: Actor, name: EventName, number: int, details: dict[str, Any]) -> None:
    record(session, Event(name, actor, object=f"text:{number}", details=details))
