"""Taking a file of organisations in: the plain changes at once, all that decides rows as one act of two persons."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.approvals.acts import Acts, propose
from models.approvals.approval import ApprovalKind
from models.db import begin_writing
from models.errors import Conflict
from models.people.organisation_changes import change_or_propose
from models.people.organisation_file import OrganisationLine, lines_of
from models.people.succession import hold_organisation
from models.people.uploaded_table import UploadedTable


def take_in(
    session: Session, acts: Acts, viewer: Viewer, table: UploadedTable, reason: str
) -> Sequence[OrganisationLine]:
    """Do what the lines come to; pressed twice, done once.

    New organisations wait together for the second person; each change of scope waits by itself. Raises ``Conflict``.
    """
    begin_writing(session)
    session.refresh(table, with_for_update=True)
    if table.used_at is not None:
        raise Conflict("このファイルは、すでに取り込まれています。")
    lines = lines_of(session, table)
    for number in sorted(line.organisation_id for line in lines if line.organisation_id is not None):
        hold_organisation(session, number)  # every row before the trail
    new = [line.wanted.kept() for line in lines if line.outcome == "new" and line.wanted is not None]
    due = [line for line in lines if line.outcome in {"changed", "scope"}]
    if not new and not due:
        raise Conflict("取り込める行がありません。")
    if new:
        subject = f"file:{table.sha256[:32]}"
        propose(session, acts, viewer, ApprovalKind.REGISTER_ORGANISATIONS, subject, reason, {"organisations": new})
    for line in due:
        if line.wanted is not None and line.organisation_id is not None:
            change_or_propose(session, acts, viewer, line.organisation_id, line.wanted, reason)
    table.used_at = clock.now()
    session.flush()
    return lines
