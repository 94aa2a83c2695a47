"""The events of a question as a file: a table for people, or lines whose hashes anybody can check (M13).

The file is written whole before its first byte leaves, so that the record of it can state its SHA-256; nothing of it is
held in memory.
"""

import csv
import hashlib
import io
import json
import tempfile
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any, BinaryIO

from sqlalchemy import Row, tuple_
from sqlalchemy.orm import Session

from models import clock
from models.audit import trail_file
from models.audit.actor import Actor
from models.audit.event_meanings import label_of
from models.audit.event_names import Outcome
from models.audit.tables import AuditEvent
from models.audit.trail_file import Stretch, Written
from models.auditing.acts import OUTCOMES, in_words
from models.auditing.files import record_export
from models.catalogue.file_cells import neutral
from models.errors import Conflict
from models.lists import ListQuestion, ListSpec

MOST_ROWS = 100_000
BATCH = 500
BYTE_ORDER_MARK = "\ufeff"
HEADS = (
    "番号", "日時", "操作", "名前", "結果", "ログインID", "組織", "部門", "接続元", "サインイン", "ブラウザー", "対象",
    "閲覧権限の版", "詳細", "ハッシュ値",
)  # fmt: skip


class TooMany(Conflict):
    """More events than a page hands out; the whole trail is taken by ``flask audit export`` or a pack of evidence."""

    def __init__(self) -> None:
        super().__init__(
            f"{MOST_ROWS:,} 件を超えるため、書き出せません。条件を加えて絞り込むか、監査資料を作成してください。"
        )


class Form(StrEnum):
    """The form of the file; the value ends its name."""

    CSV = "csv"
    LINES = "jsonl"

    @classmethod
    def read(cls, given: str) -> "Form":
        """The form an address states; a table when it states none."""
        return cls.LINES if given == cls.LINES else cls.CSV

    @property
    def label(self) -> str:
        """The form in words."""
        return "CSVに書き出す" if self is Form.CSV else "検証できる形（JSON Lines）で書き出す"

    @property
    def content_type(self) -> str:
        """What the answer calls itself."""
        return "text/csv; charset=utf-8" if self is Form.CSV else "application/jsonl; charset=utf-8"


def write_selection(
    session: Session, actor: Actor, spec: ListSpec[AuditEvent], question: ListQuestion, form: Form
) -> BinaryIO:
    """The file, open and to be closed; recorded. Raises ``TooMany``."""
    file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115  # the answer closes it
    digest, size, numbers = hashlib.sha256(), 0, _Numbers()
    head = [BYTE_ORDER_MARK.encode() + _row(HEADS)] if form is Form.CSV else []
    for piece in _pieces(session, spec, question, form, numbers, head):
        file.write(piece)
        digest.update(piece)
        size += len(piece)
        if numbers.count > MOST_ROWS:
            file.close()
            raise TooMany
    written = Written(Stretch(numbers.first, numbers.last), size, digest.hexdigest())
    asked = [form.value, *in_words(spec, question)]
    record_export(session, actor, asked, written, numbers.count)
    return file


class _Numbers:
    """How many events were written, and the smallest and the largest number among them.

    Where they span more than there are, the file is no unbroken part of the trail, which could be given up.
    """

    def __init__(self) -> None:
        self.count = self.first = 0
        self.last = -1

    def take(self, events: Sequence[Row[Any]]) -> None:
        self.count += len(events)
        numbers = [event.number for event in events]
        self.first, self.last = min(self.first or numbers[0], *numbers), max(self.last, *numbers)


def _pieces(
    session: Session,
    spec: ListSpec[AuditEvent],
    question: ListQuestion,
    form: Form,
    numbers: _Numbers,
    head: Sequence[bytes],
) -> Iterator[bytes]:
    yield from head
    for events in _batches(session, spec, question):
        numbers.take(events)
        if form is Form.LINES:
            yield from trail_file.lines_of(session, events)
        else:
            yield b"".join(_row(_cells(event)) for event in events)


def _batches(session: Session, spec: ListSpec[AuditEvent], question: ListQuestion) -> Iterator[Sequence[Row[Any]]]:
    """The events, oldest first, each batch from where the last ended: nothing is kept open meanwhile."""
    known = {one.name: one for one in spec.filters}
    columns = AuditEvent.__table__.columns
    chosen = spec.statement.with_only_columns(*columns).where(
        *(known[name].condition(value) for name, value in question.filters.items())
    )
    chosen = chosen.order_by(AuditEvent.at, AuditEvent.number).limit(BATCH)
    events = session.execute(chosen).all()
    while events:
        yield events
        edge = tuple_(events[-1].at, events[-1].number)
        events = session.execute(chosen.where(tuple_(AuditEvent.at, AuditEvent.number) > edge)).all()


def _cells(event: Row[Any]) -> tuple[object, ...]:
    return (
        event.number,
        clock.in_japan(event.at).isoformat(timespec="seconds"),
        label_of(event.name),
        event.name,
        OUTCOMES[Outcome(event.outcome)],
        event.login_id,
        event.organisation,
        event.unit,
        event.address,
        event.session if event.session is not None else "",
        event.device,
        event.object,
        event.edition if event.edition is not None else "",
        json.dumps(event.details, ensure_ascii=False, sort_keys=True),
        event.hash,
    )


def _row(cells: Sequence[object]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([neutral(cell) if isinstance(cell, str) else cell for cell in cells])
    return buffer.getvalue().encode()
