"""How large a table may be before a file is refused unopened.

A spreadsheet library allocates rows × columns for a sheet, so it is their product that has to be bounded; a CSV file
is read line by line, so there it is the length of a line.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """The largest table of one kind of file.

    ``columns`` bounds a sheet beside ``MAX_ROWS`` and ``MAX_CELLS``; ``line_length`` (characters) and
    ``lines_of_a_row`` bound what is read of a CSV file before its row must have ended.
    """

    columns: int
    line_length: int
    lines_of_a_row: int


MAX_ROWS = 199_999
"""Of a sheet, and under the header of a CSV file: every row refused is kept in memory to be told."""
MAX_CELLS = 8_000_000
"""Rows × columns: the largest grid a library is let to allocate, about 250 MB."""

REGISTER_BOUNDS = Bounds(columns=40, line_length=65_536, lines_of_a_row=20)
"""Published registers: the layouts have 18 columns, and the largest prefecture some tens of thousands of rows."""

ITEM_BOUNDS = Bounds(columns=2_000, line_length=1 << 20, lines_of_a_row=1_000)
"""Files of items: as many columns as the catalogue has items (about 1,700), long texts with line breaks in them."""
