"""Taking a file into a draft: every cell of it at once, or none (B5)."""

from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.db import begin_writing
from models.errors import Conflict
from models.people.uploaded_table import UploadedTable
from models.reviewing.cells import GrantTerms
from models.reviewing.drafting import TakenFile, put_cells
from models.reviewing.drafts import find_draft
from models.reviewing.files.checking import check


def take_in(
    session: Session, viewer: Viewer, table: UploadedTable, draft: int, revision: int, terms: GrantTerms
) -> int:
    """Make the cells as the file wants them; returns how many of them are different now. Pressed twice, done once.

    ``terms`` are of what the file grants by a mark alone. Raises ``Conflict``, and what ``put_cells`` raises.
    """
    begin_writing(session)
    session.refresh(table, with_for_update=True)
    if table.used_at is not None:
        raise Conflict("このファイルは、すでに取り込まれています。")
    found = check(table.rows, find_draft(session, draft))
    if not found.takeable:
        raise Conflict("読み取れない行があるか、変わるところがないため、取り込めません。")
    file = TakenFile(table.file_name, table.sha256)
    changed = put_cells(session, viewer, draft, revision, found.wanted(terms), file)
    table.used_at = clock.now()
    session.flush()
    return changed
