"""Taking a published register in: rows in batches, only differences written (M1).

Nothing here commits. Totals are written at the end of the file, everything else batch by batch, so memory does not
grow with the file beyond the addresses of its parcels.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from sqlalchemy.orm import Session

from models import clock
from models.clock import in_japan
from models.register import facts as stored
from models.register.derivation import other_id, serial_of
from models.register.facts import Facts
from models.register.merge import merge, refusal_of_id, too_long
from models.register.parcels import Addresses, read_parcels
from models.register.report import ImportReport
from models.register.settling import Candidate, settle
from models.register.totals import Movements, apply
from models.register.workbooks.reader import RegisterFile
from models.register.workbooks.rows import CellValue, FacilityRow, RefusedRow, SiteRow
from models.register.writing import Change

BATCH = 10_000
"""Scope rows are written in the order of their key: the more at once, the fewer pages are touched."""
Row = FacilityRow | SiteRow
Published = Mapping[str, CellValue]


@dataclass
class RegisterImport:
    """One file on its way into the register. ``tick`` is told how many rows have been dealt with."""

    session: Session
    file: RegisterFile
    file_id: int
    report: ImportReport
    tick: Callable[[int], None]
    now: datetime = field(default_factory=clock.now)
    movements: Movements = field(default_factory=Movements)

    def run(self) -> None:
        """Take every row in, in file order; parcels of facilities the file does not list come last."""
        lists = read_parcels(self.file, self.report.refused.append)
        facilities = self._facilities()
        while batch := list(islice(facilities, BATCH)):
            self._take([(row, row.values, lists.take(row.facility_id)) for row in batch], lists.whole)
        alone = iter(list(lists.by_facility))
        while ids := list(islice(alone, BATCH)):
            self._take([(lists.by_facility[each][0], None, lists.take(each)) for each in ids], lists.whole)
        apply(self.session, self.movements)
        self.report.refused.sort(key=lambda refused: (refused.sheet, refused.row))

    def _facilities(self) -> Iterator[FacilityRow]:
        serials: set[str] = set()
        for row in self.file.facilities():
            if isinstance(row, RefusedRow):
                self.report.refused.append(row)
                continue
            serial = serial_of(row.facility_id)
            if key := too_long(row.values):
                self._refuse(row, key, "値が長すぎます。")
            elif serial in serials:
                self._refuse(row, "facility_id", "同じ設備がFITとFIPの両方の設備IDで載っています。")
            else:
                serials.add(serial)
                yield row

    def _take(self, batch: Sequence[tuple[Row, Published | None, Addresses | None]], whole: bool) -> None:
        ids = {row.facility_id for row, *_ in batch}
        numbers = stored.certifications_by_id(self.session, ids | {other_id(each) for each in ids})
        facts = stored.stored_facts(self.session, set(numbers.values()))
        candidates: list[Candidate] = []
        for row, published, parcels in batch:
            number = numbers.get(row.facility_id) or numbers.get(other_id(row.facility_id))
            before = facts.get(number) if number else None
            if reason := self._reason_against(before, published, row.facility_id):
                self._refuse(row, "facility_id", reason)
                continue
            if parcels is not None and not whole and before:
                parcels = {each: site.address for each, site in before.sites.items()} | parcels
            after = merge(before, published or {}, parcels, self.file.home_prefecture_code, in_japan(self.now).date())
            if after is None:
                self.report.unchanged += 1
            else:
                candidates.append(Candidate(number if before else None, before, after))
        self._note(settle(self.session, candidates, self.movements, self.now, self.file_id))
        self.tick(sum(1 + len(parcels or ()) for _, _, parcels in batch))

    def _reason_against(self, before: Facts | None, published: Published | None, facility_id: str) -> str | None:
        if published is None and (before is None or before.values["facility_id"] != facility_id):
            return "この設備IDの設備が、一覧にも登録済みの設備にもありません。"
        return refusal_of_id(before, facility_id) if before else None

    def _note(self, changes: Sequence[Change]) -> None:
        for change in changes:
            if change.before is None:
                self.report.added += 1
            else:
                self.report.note_change(change.after.values["facility_id"], change.amendments)

    def _refuse(self, row: Row, key: str, reason: str) -> None:
        self.report.refused.append(self.file.refuse(row, key, reason))
