"""The forms a file may have, and how large each may be and still be sent while it is written."""

from enum import StrEnum


class ExportFormat(StrEnum):
    """A form of file. The value stands in the trail: never rename one."""

    CSV = "csv"
    CSV_SHIFT_JIS = "csv-shift-jis"
    EXCEL = "xlsx"

    @property
    def label(self) -> str:
        """The form's name in Japanese."""
        return _LABELS[self]

    @property
    def suffix(self) -> str:
        """The end of the file's name."""
        return "xlsx" if self is ExportFormat.EXCEL else "csv"

    @property
    def content_type(self) -> str:
        """The media type of the answer."""
        return _CONTENT_TYPES[self]

    @property
    def rows_sent_at_once(self) -> int:
        """Up to how many rows the file is sent as it is written; a larger one is made by a job and then fetched."""
        return _ROWS_SENT_AT_ONCE[self]


_LABELS = {
    ExportFormat.CSV: "CSV（UTF-8）",
    ExportFormat.CSV_SHIFT_JIS: "CSV（Shift_JIS）",
    ExportFormat.EXCEL: "Excel（.xlsx）",
}
_CONTENT_TYPES = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.CSV_SHIFT_JIS: "text/csv; charset=shift_jis",
    ExportFormat.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_ROWS_SENT_AT_ONCE = {
    # A tenth of a second of work: a larger one would keep a thread and a snapshot as long as a slow line lasts.
    ExportFormat.CSV: 10_000,
    # Never: what cannot be written has to be told before the file is fetched, and is known when it is made.
    ExportFormat.CSV_SHIFT_JIS: 0,
    # A workbook has no first byte before its last row; this many take about a third of a second.
    ExportFormat.EXCEL: 1_000,
}
