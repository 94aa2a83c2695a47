"""A file number, or a digest, as it is found: printed, read out, in the name of a file, typed in full width."""

import re
import unicodedata

_SPACES = re.compile(r"[\s\-‐‑–—―−ー_]+")
_SHAPE = re.compile(r"(20[0-9]{6})([2-9A-HJ-NP-Z]{8})(?![0-9A-Z])")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def read_file_number(typed: str) -> str | None:
    """The number in a text, as the trail has it (``20260511-7K2MQXZ4``); None when there is none."""
    written = unicodedata.normalize("NFKC", typed).upper().removesuffix(".CSV").removesuffix(".XLSX")
    found = _SHAPE.search(_SPACES.sub("", written))
    return f"{found[1]}-{found[2]}" if found else None


def read_digest(typed: str) -> str | None:
    """A SHA-256 as the trail has it; None for what is none."""
    written = unicodedata.normalize("NFKC", typed).strip().lower()
    return written if _DIGEST.fullmatch(written) else None
