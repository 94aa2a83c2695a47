"""Taking a file of organisations in: all it can change decides rows, so it is laid before a second person (M10)."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.approvals.acts import Acts
from models.approvals.approval import ApprovalKind
from models.approvals.proposing import Proposal, propose_all
from models.db import begin_writing
from models.errors import Conflict
from models.people.organisation_changes import scope_change
from models.people.organisation_file import OrganisationLine, lines_of
from models.people.uploaded_table import UploadedTable, keep_outcomes


def take_in(
    session: Session, acts: Acts, viewer: Viewer, table: UploadedTable, reason: str
) -> Sequence[OrganisationLine]:
    """Propose what the lines come to; pressed twice, done once.

    New organisations wait together for the second person; each change of scope waits by itself. Raises ``Conflict``,
    ``OwnRows``.
    """
    begin_writing(session)
    session.refresh(table, with_for_update=True)
    if table.used_at is not None:
        raise Conflict("このファイルは、すでに取り込まれています。")
    lines = lines_of(session, table)
    proposals = _proposals(viewer, table, lines)
    if not proposals:
        raise Conflict("取り込める行がありません。")
    propose_all(session, acts, viewer, proposals, reason)
    keep_outcomes(table, ((line.outcome, line.sentence) for line in lines))
    table.used_at = clock.now()
    session.flush()
    return lines


def _proposals(viewer: Viewer, table: UploadedTable, lines: Sequence[OrganisationLine]) -> list[Proposal]:
    changes = [
        scope_change(viewer, line.organisation_id, line.wanted)
        for line in lines
        if line.outcome == "scope" and line.organisation_id is not None and line.wanted is not None
    ]
    new = [line.wanted.kept() for line in lines if line.outcome == "new" and line.wanted is not None]
    if not new:
        return changes
    subject = f"file:{table.sha256[:32]}"
    return [Proposal(ApprovalKind.REGISTER_ORGANISATIONS, subject, {"organisations": new}), *changes]
