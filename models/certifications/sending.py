"""A file sent while it is written: the pieces of a recorded export, nothing of it laid down anywhere."""

import hashlib
import io
from collections.abc import Iterator

from models.certifications.csv_file import csv_chunks
from models.certifications.export_format import ExportFormat
from models.certifications.extract import Extract, PresentViewer
from models.certifications.workbook_file import write_workbook


class Digested:
    """Pieces of a file on their way: once they have passed, ``sha256`` is that of all of them, in hexadecimal."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._digest = pieces, hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self._digest.update(piece)
            yield piece

    @property
    def sha256(self) -> str:
        """Of what has passed so far."""
        return self._digest.hexdigest()


def pieces_of(extract: Extract, present_viewer: PresentViewer) -> Iterator[bytes]:
    """The file's bytes; raises ``ExportCut`` once the person is gone or has other rights.

    A workbook comes whole at its end, for it is small (``ExportFormat.rows_sent_at_once``) and of no use in part.
    """
    if extract.order.wish.format is ExportFormat.EXCEL:
        return _workbook(extract, present_viewer)
    return csv_chunks(extract.order, len(extract.keys), extract.batches(present_viewer))


def _workbook(extract: Extract, present_viewer: PresentViewer) -> Iterator[bytes]:
    whole = io.BytesIO()
    for _rows in write_workbook(extract.order, len(extract.keys), extract.batches(present_viewer), whole, folder=None):
        pass
    yield whole.getvalue()
