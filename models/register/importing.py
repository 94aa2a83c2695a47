"""What a published register changes: rows in batches, only differences, nothing written to the register (M1).

The difference goes to a writer, usually ``staging``: working it out takes minutes and holds nobody up.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from models.register import facts as stored
from models.register.derivation import other_id, serial_of
from models.register.facts import Facts
from models.register.merge import merge, only_moved_list, refusal_of_id, too_long
from models.register.parcels import Addresses, read_parcels
from models.register.report import ImportReport
from models.register.settling import Candidate, Settler
from models.register.steps import Writer
from models.register.totals import Movements
from models.register.vanishing import Listing, vanished
from models.register.workbooks.reader import RegisterFile
from models.register.workbooks.rows import CellValue, FacilityRow, RefusedRow, SiteRow
from models.register.writing import Change

BATCH = 10_000
"""Facilities looked up and worked out together."""
Row = FacilityRow | SiteRow
Published = Mapping[str, CellValue]


@dataclass
class RegisterImport:
    """One file held against the register. ``tick`` is told how many rows have been dealt with.

    ``today`` is the day on which the register learns of it. ``accept_vanished`` says that a person knows why so many
    facilities are missing from the list.
    """

    session: Session
    file: RegisterFile
    writer: Writer
    report: ImportReport
    today: date
    tick: Callable[[int], None]
    accept_vanished: bool = False
    movements: Movements = field(default_factory=Movements)

    def __post_init__(self) -> None:
        self._settler = Settler(self.session, self.movements, self.writer)
        self._listing = Listing(self.file.home_prefecture_code)
        self._said = sha256()

    def run(self) -> str:
        """Take every row in file order, parcels of facilities the file does not list last, then what has vanished.

        The answer is a digest of the difference: the same for the same file as long as it changes the same.
        """
        lists = read_parcels(self.file, self.report.refused.append)
        self.report.parcels = lists.rows
        facilities = self._facilities()
        while batch := list(islice(facilities, BATCH)):
            self._take([(row, row.values, lists.take(row.facility_id)) for row in batch], lists.whole)
        alone = iter(list(lists.by_facility))
        while ids := list(islice(alone, BATCH)):
            self._take([(lists.by_facility[each][0], None, lists.take(each)) for each in ids], lists.whole)
        self._mark_vanished()
        for step, rows in self.movements.steps():
            self.writer.put(step, rows)
        self.report.refused.sort(key=lambda refused: (refused.sheet, refused.row))
        self._say(*self.report.refused)
        return self._said.hexdigest()

    def _facilities(self) -> Iterator[FacilityRow]:
        serials: set[str] = set()
        told = self._listing.told_by_a_row
        for row in self.file.facilities():
            self.report.facilities += 1
            if isinstance(row, RefusedRow):
                self.report.refused.append(row)
                self._listing.refuse(row.facility_id, self.report)
                continue
            serial = serial_of(row.facility_id)
            if key := too_long(row.values):
                self._refuse(row, key, "値が長すぎます。")
            elif serial in serials:
                self._refuse(row, "facility_id", "同じ設備がFITとFIPの両方の設備IDで載っています。")
            else:
                serials.add(serial)
                self._listing.empty = False
                row.values.update(told)
                yield row

    def _take(self, batch: Sequence[tuple[Row, Published | None, Addresses | None]], whole: bool) -> None:
        ids = {row.facility_id for row, *_ in batch}
        numbers = stored.certifications_by_id(self.session, ids | {other_id(each) for each in ids})
        facts = stored.stored_facts(self.session, set(numbers.values()))
        candidates: list[Candidate] = []
        for row, published, parcels in batch:
            number = numbers.get(row.facility_id) or numbers.get(other_id(row.facility_id))
            before = facts.get(number) if number else None
            if before and number and published is not None:  # to stand among the parcels is not to stand in the list
                self._listing.seen.add(number)
            if reason := self._reason_against(before, published, row.facility_id):
                self._refuse(row, "facility_id", reason)
                continue
            if parcels is not None and not whole and before:
                parcels = {each: site.address for each, site in before.sites.items()} | parcels
            after = merge(before, published or {}, parcels, self.file.home_prefecture_code, self.today)
            if after is None:
                self.report.unchanged += 1
            else:
                candidates.append(Candidate(number if before else None, before, after))
        self._note(self._settler.settle(candidates))
        self.tick(sum(1 + len(parcels or ()) for _, _, parcels in batch))

    def _mark_vanished(self) -> None:
        marking = vanished(self.session, self._listing, self.report, self.today, BATCH, accepted=self.accept_vanished)
        for candidates in marking:
            for change in self._settler.settle(candidates):
                self._note([change])
                self.report.note_vanished(change.after.values["facility_id"])

    def _reason_against(self, before: Facts | None, published: Published | None, facility_id: str) -> str | None:
        if published is None and (before is None or before.values["facility_id"] != facility_id):
            return "この設備IDの設備が、一覧にも登録済みの設備にもありません。"
        return refusal_of_id(before, facility_id) if before else None

    def _note(self, changes: Sequence[Change]) -> None:
        for change in changes:
            facility_id = change.after.values["facility_id"]
            if change.before is None:
                self.report.added += 1
                # What a new facility becomes follows from its row alone.
                self._say(facility_id)
            elif only_moved_list(change.before, change.after):
                self.report.unchanged += 1
            else:
                self.report.note_change(facility_id, change.amendments)
                self._say(facility_id, *change.amendments)
                self._note_return(change.before, change.after)

    def _note_return(self, before: Facts, after: Facts) -> None:
        if before.values["publication_absent_since"] and not after.values["publication_absent_since"]:
            self.report.returned += 1

    def _refuse(self, row: Row, key: str, reason: str) -> None:
        refused = self.file.refuse(row, key, reason)
        self.report.refused.append(refused)
        if isinstance(row, FacilityRow):
            self._listing.refuse(refused.facility_id, self.report)

    def _say(self, *parts: Any) -> None:
        self._said.update(repr(parts).encode(errors="surrogatepass"))
