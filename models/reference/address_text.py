"""Folds an address so that spellings of one place compare equal. Only for finding places, never for display."""

import re
import unicodedata

from models.reference.tables import rows

_FOLD = str.maketrans({other: row["standard"] for row in rows("character_variants.csv") for other in row["variants"]})
_SPACE_AND_POSTCODE = re.compile(r"^\s*〒?\s*\d{3}-?\d{4}(?=\D)|\s+")


def fold_address(text: str) -> str:
    """The address after NFKC, without spaces or a leading postal code, variant characters made one."""
    return _SPACE_AND_POSTCODE.sub("", unicodedata.normalize("NFKC", text)).translate(_FOLD)


def without_section_words(text: str) -> str:
    """A folded address without 大字 and 字, which registers add or leave out at will."""
    return text.replace("大字", "").replace("字", "")
