"""Files of the review: the matrix as a committee's spreadsheet, written and read back (M9, B5)."""
