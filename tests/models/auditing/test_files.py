"""The trail taken out, to be checked elsewhere (B3)."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit.checkpoints import CheckpointBook, make_checkpoint
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.auditing.days import Days
from models.auditing.files import export_trail
from models.errors import Conflict
from tests.models.auditing.conftest import CONSOLE, check


def test_what_is_written_out_is_intact_elsewhere(lived: Session, book: CheckpointBook, tmp_path: Path) -> None:
    made = make_checkpoint(lived, book, CONSOLE)
    written = export_trail(lived, CONSOLE, tmp_path / "trail.jsonl", Days())
    key = tmp_path / "key"
    key.write_bytes(book.key)
    assert (written.stretch.first, written.stretch.last) == (1, 14)
    assert check(tmp_path / "trail.jsonl", "--checkpoints", book.path, "--key", key) == 0
    assert check(tmp_path / "trail.jsonl", "--former-head", f"{made.covers}:{made.head}") == 0
    details = lived.scalars(select(AuditEvent.details).where(AuditEvent.name == EventName.TRAIL_EXPORTED)).one()
    assert (details["first"], details["last"], details["sha256"]) == (1, 14, written.sha256)
    with pytest.raises(Conflict, match=r"trail\.jsonl"):
        export_trail(lived, CONSOLE, tmp_path / "trail.jsonl", Days())


def test_days_are_those_of_japan(lived: Session, tmp_path: Path) -> None:
    written = export_trail(lived, CONSOLE, tmp_path / "a", Days(date(2020, 4, 3), date(2020, 4, 5)))
    assert (written.stretch.first, written.stretch.last) == (3, 5)
    assert export_trail(lived, CONSOLE, tmp_path / "b", Days(date(2030, 1, 1))).stretch.count == 0
