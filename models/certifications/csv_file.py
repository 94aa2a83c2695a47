"""A list as CSV, in UTF-8 with a byte order mark or in Shift_JIS: the act's facts, the table, no formula (B4)."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from models.catalogue.file_cells import neutral
from models.certifications import shift_jis
from models.certifications.cells import Cells, holds_text, neutral_column, texts_of
from models.certifications.export_format import ExportFormat
from models.certifications.export_head import column_head, facts_of
from models.certifications.export_order import ExportOrder
from models.certifications.shift_jis import Unwritable, to_shift_jis

BYTE_ORDER_MARK = "\ufeff"
Batches = Iterable[Sequence[Cells]]


def csv_chunks(
    order: ExportOrder, rows: int, batches: Batches, unwritable: Sequence[Unwritable] = ()
) -> Iterator[bytes]:
    """The file, a batch at a time; its head goes first. ``rows`` is how many there will be.

    ``unwritable`` is what Shift_JIS cannot hold of them (``unwritable_in``), for the head says so.
    """
    encoded = _ENCODERS[order.wish.format]
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    facts = facts_of(order, rows)
    if order.wish.format is ExportFormat.CSV_SHIFT_JIS:
        facts = (*facts, ("Shift_JISで表せない文字", shift_jis.in_words(unwritable)))
    else:
        buffer.write(BYTE_ORDER_MARK)
    writer.writerows((neutral(label), neutral(value)) for label, value in facts)
    writer.writerow([])
    writer.writerow([neutral(column_head(item)) for item in order.criteria.columns])
    yield encoded(_taken(buffer))
    textual = [holds_text(item) for item in order.criteria.columns]
    for columns in batches:
        harmless = (neutral_column(cells) if text else cells for cells, text in zip(columns, textual, strict=True))
        writer.writerows(zip(*harmless, strict=True))
        yield encoded(_taken(buffer))


def unwritable_in(order: ExportOrder, batches: Batches) -> Iterator[Counter[str]]:
    """Every character the file would hold and Shift_JIS does not, counted on, batch by batch."""
    counts: Counter[str] = Counter()
    for text in (part for fact in facts_of(order, 0) for part in fact):
        shift_jis.count_unwritable(text, counts)
    for columns in batches:
        shift_jis.count_unwritable("".join(texts_of(columns)), counts)
        yield counts
    yield counts


def _utf8(text: str) -> bytes:
    return text.encode()


_ENCODERS: dict[ExportFormat, Callable[[str], bytes]] = {
    ExportFormat.CSV: _utf8,
    ExportFormat.CSV_SHIFT_JIS: to_shift_jis,
}


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
