"""Files that are written to disk for one answer, and are gone with it: nothing of them is held in memory."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from flask import Response

from blueprints.admin.listing import BYTE_ORDER_MARK
from blueprints.identity import current_person
from models import clock
from models.catalogue.file_cells import neutral
from models.legal.notices import trail_file_header

PIECE = 64 * 1024


def traced_table(
    name: str, event: int, about: Sequence[tuple[str, str]], head: Sequence[str], rows: Iterable[Sequence[object]]
) -> Response:
    """A table from the trail as a CSV file that leads back to whoever took it, should a copy turn up.

    The number of the event that recorded it stands in the file's name, ``name`` without its ending, and above the
    table, with what the file is ``about``. Written whole before it begins to leave, so that a failure is a page and no
    half file.
    """
    account = current_person().account
    person = f"{account.organisation.name}　{account.person_name}（{account.login_id}）"
    file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115  # the answer closes it
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    facts = trail_file_header(event, clock.now(), person, about)
    writer.writerows((neutral(label), neutral(value)) for label, value in facts)
    writer.writerow([])
    writer.writerow(head)
    writer.writerows([neutral(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    text.detach()  # writes what waits, and leaves the file open
    return file_answer(file, f"{name}-{event}.csv", "text/csv; charset=utf-8")


def file_answer(file: BinaryIO, name: str, content_type: str) -> Response:
    """The file as a download, piece by piece; closed, and so gone, when the answer ends."""
    response = Response(_pieces(file), content_type=content_type)
    response.call_on_close(file.close)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece
