"""Taking a file of items in: rows in batches, each cell measured against what is stored (M1).

Nothing here commits. No certification is added and no 設備ID changes: that is for published registers alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from models.catalogue.catalogue import catalogue
from models.catalogue.derived import DERIVED
from models.catalogue.file_cells import written
from models.errors import DomainError
from models.register.derivation import other_id
from models.register.facts import certifications_by_id
from models.register.items import AmendedItems, StoredItems, amend, items_of, write_items
from models.register.merge import history, refusal_of_id, too_long
from models.register.numbers import move_version
from models.register.report import ImportReport
from models.register.totals import Movements, apply
from models.register.workbooks.item_header import FACILITY_ID
from models.register.workbooks.item_reader import ItemFile, ItemRow
from models.register.workbooks.rows import RefusedRow

BATCH = 1_000

NEVER_EMPTY = frozenset({"operator_name", "source", "output_kw", "certified_on"})
"""Items without which no register publishes a facility."""

_FOLLOWS = "この項目はほかの項目や公表された設備IDから定まるため、この値にはできません。"


class RowRefused(DomainError):
    """A row that cannot be taken over; ``key`` is the item at fault."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key = key


@dataclass
class ItemImport:
    """One file of items on its way into the register. ``tick`` is told how many rows have been dealt with."""

    session: Session
    file: ItemFile
    file_id: int
    report: ImportReport
    tick: Callable[[int], None]
    movements: Movements = field(default_factory=Movements)
    rows_of: dict[int, int] = field(default_factory=dict)
    """The row each certification was met in."""

    def __post_init__(self) -> None:
        self._said = sha256()

    def run(self) -> str:
        """Take every row in, in file order.

        The answer is a digest of the difference: the same for the same file as long as it changes the same.
        """
        rows = self.file.rows()
        while batch := list(islice(rows, BATCH)):
            self.report.facilities += len(batch)
            self.report.refused += (row for row in batch if isinstance(row, RefusedRow))
            self._take([row for row in batch if isinstance(row, ItemRow)])
            self.tick(len(batch))
        apply(self.session, self.movements)
        if self.report.changed:
            move_version(self.session)
        self.report.refused.sort(key=lambda refused: refused.row)
        self._say(*self.report.refused)
        return self._said.hexdigest()

    def _take(self, rows: Sequence[ItemRow]) -> None:
        ids = {row.facility_id for row in rows}
        numbers = certifications_by_id(self.session, ids | {other_id(each) for each in ids})
        stored = items_of(self.session, set(numbers.values()))
        amended: list[AmendedItems] = []
        for row in rows:
            number = numbers.get(row.facility_id) or numbers.get(other_id(row.facility_id))
            try:
                found = self._certification(row, stored.get(number or 0))
                changes = _amended(row, found)
            except RowRefused as refused:
                self.report.refused.append(self.file.refuse(row.row_number, refused.key, refused.reason))
                continue
            if changes is None:
                self.report.unchanged += 1
            else:
                amended.append(changes)
                self._note(changes)
        write_items(self.session, amended, self.movements, self.file_id)

    def _certification(self, row: ItemRow, found: StoredItems | None) -> StoredItems:
        """What the row is about. Raises ``RowRefused``."""
        if found is None:
            raise RowRefused(FACILITY_ID, "この設備IDの認定は登録されていません。")
        if reason := refusal_of_id(found.facts, row.facility_id):
            raise RowRefused(FACILITY_ID, reason)
        if found.facts.values[FACILITY_ID] != row.facility_id:
            raise RowRefused(FACILITY_ID, "設備IDの変更は、公表ファイルの取込みで行ってください。")
        first = self.rows_of.setdefault(found.number, row.row_number)
        if first != row.row_number:
            raise RowRefused(FACILITY_ID, f"設備IDが{first}行目と重複しています（{row.row_number}行目）。")
        return found

    def _note(self, amended: AmendedItems) -> None:
        each = amended.candidate
        if each.before is not None:
            entries = (*history(each.before, each.after), *each.entries)
            self.report.note_change(each.after.values[FACILITY_ID], entries)
            self._say(each.after.values[FACILITY_ID], *entries)

    def _say(self, *parts: Any) -> None:
        self._said.update(repr(parts).encode(errors="surrogatepass"))


def _amended(row: ItemRow, stored: StoredItems) -> AmendedItems | None:
    """What a row makes of its certification, None when nothing. Raises ``RowRefused``."""
    for key, reason in row.faults.items():
        if not _as_exported(row, key, stored):
            raise RowRefused(key, reason)
    said = {key: value for key, value in row.values.items() if not _says_what_is_stored(row, key, stored)}
    values = {key: value for key, value in said.items() if key not in DERIVED}
    if emptied := next((key for key, value in values.items() if value is None and key in NEVER_EMPTY), None):
        raise RowRefused(emptied, "この項目は空にできません。")
    if longest := too_long({key: value for key, value in values.items() if key in stored.facts.values}):
        raise RowRefused(longest, "値が長すぎます。")
    amended = amend(stored, values) if values else None
    after = amended.candidate.after.values if amended else stored.facts.values
    for key, value in said.items():
        # Also a status: 認定 and 運転中 are told by the report of operation, whatever a file says.
        if key in after and after[key] != value:
            raise RowRefused(key, _FOLLOWS)
    return amended


def _says_what_is_stored(row: ItemRow, key: str, stored: StoredItems) -> bool:
    value: Any = row.values[key]
    known = stored.value(key)
    return value == known or (value is not None and _as_exported(row, key, stored))


def _as_exported(row: ItemRow, key: str, stored: StoredItems) -> bool:
    """Whether a cell says what an export of the stored value says, which need not tell the value apart from others."""
    return row.given(key) == written(catalogue().by_key[key], stored.value(key)).strip()
