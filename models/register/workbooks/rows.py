"""What reading yields: rows with typed values, and rows that were refused with their reason."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

CellValue = str | int | Decimal | date | None
"""Text as published, whole numbers, decimal numbers (kW), dates; months are the text 'YYYY-MM'."""


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """A row that could be read. ``values`` has exactly the item keys of the layout; a blank is None."""

    row_number: int
    values: dict[str, CellValue]

    @property
    def facility_id(self) -> str:
        """The 設備ID of the facility the row is about, never blank."""
        return str(self.values["facility_id"])


@dataclass(frozen=True, slots=True)
class FacilityRow(PublishedRow):
    """One certified facility."""


@dataclass(frozen=True, slots=True)
class SiteRow(PublishedRow):
    """One parcel (筆) of a facility."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot be taken over.

    ``sheet`` is the sheet's name (empty for CSV), ``row`` the number Excel shows or the line of a CSV file,
    ``column`` the published label of the column at fault, or None when the whole row is. ``reason`` is a
    Japanese sentence and never quotes the value: reports and logs may outlive the right to see it. ``facility_id``
    is the 設備ID of the facility the row is about, where that much could be read: for the importer, not for a report.
    """

    sheet: str
    row: int
    column: str | None
    reason: str
    facility_id: str | None = field(default=None, compare=False)
