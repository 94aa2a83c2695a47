"""The canonical form of an event and its hash: what a verifier recomputes (B3)."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

BEGINNING = "0" * 64
LATER = frozenset({"device"})
"""Names that events did not have from the beginning: left out while empty, so that older chains stay valid."""


def canonical(values: dict[str, Any], certifications: Sequence[int]) -> bytes:
    """An event as bytes: JSON, UTF-8, keys sorted, no spaces; moments ISO 8601 in UTC with microseconds.

    ``values`` are the columns of an event but for the hashes. A name of ``LATER`` without a value is left out.
    """
    plain = {name: _plain(value) for name, value in values.items() if value != "" or name not in LATER}
    plain["certifications"] = sorted(set(certifications))
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def link(previous_hash: str, event: bytes) -> str:
    """The event's hash: SHA-256 over the previous hash, a line feed and the canonical form."""
    return hashlib.sha256(previous_hash.encode() + b"\n" + event).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value
