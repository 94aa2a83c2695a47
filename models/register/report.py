"""What came of a file: counts, refused rows with their reasons, and which items changed (never their values)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from models.register.workbooks.rows import RefusedRow

PREVIEW = 20


@dataclass
class ImportReport:
    """Counts are certifications. ``preview`` names the first changed ones: 設備ID and the keys of changed items."""

    file: str
    dry_run: bool = False
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    changed_items: Counter[str] = field(default_factory=Counter)
    preview: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def note_change(self, facility_id: str, entries: Iterable[Mapping[str, Any]]) -> None:
        """Count one changed certification."""
        self.changed += 1
        keys = tuple(dict.fromkeys(str(entry["item"]) for entry in entries))
        self.changed_items.update(keys)
        if len(self.preview) < PREVIEW:
            self.preview.append((facility_id, keys))
