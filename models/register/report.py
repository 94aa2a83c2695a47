"""What came of a file: counts, refused rows with their reasons, and which items changed (never their values)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from models.register.workbooks.rows import RefusedRow

PREVIEW = 20


@dataclass
class ImportReport:
    """Counts are certifications, but ``facilities`` and ``parcels`` are rows that were read.

    ``preview`` names the first changed certifications: 設備ID and the keys of changed items. ``vanished`` and
    ``returned`` are among ``changed``: they stood in this prefecture's list before and no longer do, or do again.
    ``withheld`` would have vanished too, but are so many that the list itself is doubted (``standing`` is how many
    stood in it): none is marked. ``unread_ids`` are rows of which not even the 設備ID could be read: as long as there
    are any, nobody can tell who has vanished. ``difference`` is a digest of what a file of items changes.
    """

    file: str
    dry_run: bool = False
    facilities: int = 0
    parcels: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    changed_items: Counter[str] = field(default_factory=Counter)
    preview: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    vanished: int = 0
    vanished_preview: list[str] = field(default_factory=list)
    returned: int = 0
    withheld: int = 0
    standing: int = 0
    unread_ids: int = 0
    difference: str = ""

    def note_change(self, facility_id: str, entries: Iterable[Mapping[str, Any]]) -> None:
        """Count one changed certification."""
        self.changed += 1
        keys = tuple(dict.fromkeys(str(entry["item"]) for entry in entries))
        self.changed_items.update(keys)
        if len(self.preview) < PREVIEW:
            self.preview.append((facility_id, keys))

    def note_vanished(self, facility_id: str) -> None:
        """Say of a changed certification that it is one that vanished."""
        self.vanished += 1
        if len(self.vanished_preview) < PREVIEW:
            self.vanished_preview.append(facility_id)

    def as_json(self) -> dict[str, Any]:
        """The report as JSON holds it, to be shown on another day."""
        # The 設備ID of a refused row is for the importer alone: it stands in no report.
        refused = [{key: getattr(row, key) for key in ("sheet", "row", "column", "reason")} for row in self.refused]
        return vars(self) | {"refused": refused, "changed_items": dict(self.changed_items)}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Self:
        """The report ``as_json`` was made of."""
        read = dict(kept)
        read["refused"] = [RefusedRow(**row) for row in read["refused"]]
        read["changed_items"] = Counter(read["changed_items"])
        read["preview"] = [(facility_id, tuple(keys)) for facility_id, keys in read["preview"]]
        return cls(**read)
