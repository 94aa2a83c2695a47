"""The register: looking, taking away, importing, and who may see which items."""

from models.audit.event_names import EventName

DETAILS: dict[EventName, frozenset[str]] = {
    EventName.CERTIFICATIONS_LISTED: frozenset({"asked", "total", "items"}),
    EventName.CERTIFICATION_READ: frozenset({"asked", "items"}),
    EventName.CERTIFICATION_ABSENT: frozenset({"asked"}),
    EventName.CERTIFICATIONS_EXPORTED: frozenset(
        {"asked", "total", "items", "purpose", "note", "file_number", "format"}
    ),
    EventName.EXPORT_MADE: frozenset({"file_number", "total", "items"}),
    EventName.EXPORT_ENDED: frozenset({"file_number", "rows", "why", "sha256"}),
    EventName.SEARCH_SAVED: frozenset({"name", "asked", "shared"}),
    EventName.SAVED_SEARCH_CHANGED: frozenset({"name", "former_name", "shared"}),
    EventName.SAVED_SEARCH_REMOVED: frozenset({"name", "shared"}),
    EventName.EXPORT_FETCHED: frozenset({"file_number"}),
    EventName.EXPORT_FETCH_ENDED: frozenset({"file_number", "bytes", "why"}),
    EventName.EXPORT_FILE_ABSENT: frozenset({"asked"}),
    EventName.EXPORT_FILE_REMOVED: frozenset({"file_number", "why"}),
    EventName.FILE_IMPORTED: frozenset({"file", "sha256", "added", "changed", "unchanged", "refused"}),
    EventName.IMPORT_PROPOSED: frozenset(
        {"kind", "file", "sha256", "size", "strict", "accept_vanished", "reason", "why"}
    ),
    EventName.IMPORT_PREVIEWED: frozenset({"file", "sha256", "added", "changed", "unchanged", "refused", "vanished"}),
    EventName.IMPORT_READ: frozenset({"part"}),
    EventName.IMPORT_CONFIRMED: frozenset({"file", "sha256", "proposed_by", "why"}),
    EventName.IMPORT_WITHDRAWN: frozenset({"file", "sha256", "proposed_by", "reason"}),
    EventName.IMPORT_ENDED: frozenset({"file", "sha256", "why"}),
    EventName.HIDDEN_ITEMS_NAMED: frozenset({"file", "items"}),
    EventName.REGISTER_REINDEXED: frozenset({"certifications"}),
    EventName.CATALOGUE_TAKEN: frozenset({"number", "sha256", "items", "added", "removed"}),
    EventName.VISIBILITY_EXPLAINED: frozenset({"kind", "item"}),
    EventName.ROW_EXPLAINED: frozenset({"asked", "about", "item"}),
    EventName.READERS_LISTED: frozenset({"asked", "organisations"}),
    EventName.SAMPLE_PREVIEWED: frozenset({"as"}),
    EventName.PREVIEW_LISTED: frozenset({"as", "total", "items"}),
    EventName.PREVIEW_READ: frozenset({"as", "asked", "items"}),
    EventName.GRANTS_EDITION_LOADED: frozenset({"edition", "grants"}),
    EventName.GRANTS_EDITION_MADE: frozenset(
        {
            "edition",
            "based_on",
            "equal_to",
            "in_force_from",
            "closes_overdue",
            "grants",
            "sha256",
            "revealed",
            "hidden",
            "approval",
            "proposed_by",
        }
    ),
    EventName.GRANTS_EDITION_BEGAN: frozenset({"edition"}),
    EventName.GRANTS_EDITION_CALLED_OFF: frozenset({"edition", "in_force_from", "approval", "proposed_by"}),
    EventName.GRANTS_DRAFTED: frozenset({"based_on", "revision", "title", "equal_to"}),
    EventName.GRANTS_DRAFT_CHANGED: frozenset({"based_on", "revision", "cells", "revealed", "hidden"}),
    EventName.GRANTS_DRAFT_FILLED: frozenset({"based_on", "revision", "cells", "revealed", "hidden", "file", "sha256"}),
    EventName.GRANTS_DRAFT_REBASED: frozenset({"based_on", "revision", "kept", "given_up"}),
    EventName.GRANTS_DRAFT_DISCARDED: frozenset({"based_on", "revision", "title"}),
    EventName.VIEWING_RECORD_READ: frozenset({"part", "since", "until", "total"}),
    EventName.EXPORT_REQUESTED: frozenset(
        {"asked", "total", "items", "purpose", "note", "format", "reason", "over", "goes_to"}
    ),
    EventName.EXPORT_REQUEST_READ: frozenset({"asked_by"}),
    EventName.EXPORT_REQUEST_APPROVED: frozenset({"asked_by", "total", "until"}),
    EventName.EXPORT_REQUEST_DECLINED: frozenset({"asked_by", "why"}),
    EventName.EXPORT_REQUEST_WITHDRAWN: frozenset({"asked_by"}),
    EventName.EXPORT_REQUEST_EXPIRED: frozenset({"asked_by", "was"}),
    EventName.EXPORT_REQUEST_USED: frozenset({"asked_by", "file_number", "rows"}),
    EventName.EXPORT_REQUEST_GIVEN_BACK: frozenset({"asked_by", "file_number", "until"}),
    EventName.EXPORT_TRACED: frozenset({"file_number"}),
    EventName.EXPORT_COMPARED: frozenset({"file_number", "sha256", "verdict", "facts", "rows", "lines", "missing"}),
    EventName.EXPORT_LIMITS_CHANGED: frozenset(
        {"kind", "role", "rows_a_file", "rows_a_day", "files_in_ten_minutes", "approval", "proposed_by"}
    ),
}
