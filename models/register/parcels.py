"""The parcels a file lists, gathered by facility."""

from collections.abc import Callable
from dataclasses import dataclass, field

from models.register.certification import ADDRESS_LENGTH
from models.register.workbooks.reader import RegisterFile
from models.register.workbooks.rows import RefusedRow, SiteRow

Addresses = dict[int, str]
"""Addresses by 連番."""


@dataclass(slots=True)
class ParcelLists:
    """Lists by 設備ID, each with its first row to name it by. Only these addresses are held for the whole file."""

    by_facility: dict[str, tuple[SiteRow, Addresses]] = field(default_factory=dict)
    rows: int = 0
    whole: bool = True
    """False when a row had to be refused: a parcel that is not listed may be the one that could not be read."""

    def take(self, facility_id: str) -> Addresses | None:
        """The list of a facility, once; None when the file has none."""
        found = self.by_facility.pop(facility_id, None)
        return found[1] if found else None


def read_parcels(file: RegisterFile, refuse: Callable[[RefusedRow], None]) -> ParcelLists:
    """Every parcel of the file; rows that cannot be taken over go to ``refuse``."""
    lists = ParcelLists()
    for row in file.sites():
        lists.rows += 1
        refused = row if isinstance(row, RefusedRow) else _fault(file, row)
        if refused is not None:
            lists.whole = False
            refuse(refused)
        elif isinstance(row, SiteRow):
            addresses = lists.by_facility.setdefault(row.facility_id, (row, {}))[1]
            addresses[int(str(row.values["parcel_number"]))] = str(row.values["parcel_address"])
    return lists


def _fault(file: RegisterFile, row: SiteRow) -> RefusedRow | None:
    address = row.values["parcel_address"]
    if not isinstance(address, str):
        return file.refuse(row, "parcel_address", "値がありません。")
    if len(address) > ADDRESS_LENGTH:
        return file.refuse(row, "parcel_address", f"値が長すぎます（{ADDRESS_LENGTH}文字まで）。")
    return None
