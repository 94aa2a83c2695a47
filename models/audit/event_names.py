"""Every event the trail may hold, with the exact names of its details. An event not listed here cannot be recorded."""

from enum import StrEnum


class Outcome(StrEnum):
    """How the act ended."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


class EventName(StrEnum):
    """``area:thing:action``."""

    PASSWORD_CHECKED = "sign-in:password:check"
    CODE_CHECKED = "sign-in:code:check"
    RECOVERY_CODE_USED = "sign-in:recovery-code:use"
    SIGNED_IN = "sign-in:session:start"
    SIGNED_OUT = "sign-in:session:end"
    SESSION_ENDED = "account:session:end"
    STEPPED_UP = "sign-in:step-up:check"
    DEVICE_CONNECTED = "account:device:connect"
    DEVICE_REMOVED = "account:device:remove"
    RECOVERY_CODES_MADE = "account:recovery-codes:make"
    PASSWORD_SET = "account:password:set"
    PASSWORD_LINK_SENT = "account:password-link:send"
    ACCOUNT_LOCKED = "account:account:lock"
    ACCOUNT_UNLOCKED = "account:account:unlock"
    ACCOUNT_CREATED = "account:account:create"
    ACCOUNT_STOPPED = "account:account:stop"
    CONSENT_GIVEN = "consent:text:accept"
    CONSENT_DECLINED = "consent:text:decline"
    PAGE_REFUSED = "access:page:refuse"
    CERTIFICATIONS_LISTED = "register:certification:list"
    CERTIFICATION_READ = "register:certification:read"
    CERTIFICATION_ABSENT = "register:certification:absent"
    CERTIFICATIONS_EXPORTED = "register:certification:export"
    EXPORT_MADE = "register:export:make"
    EXPORT_ENDED = "register:export:end"
    SEARCH_SAVED = "register:saved-search:save"
    SAVED_SEARCH_CHANGED = "register:saved-search:change"
    SAVED_SEARCH_REMOVED = "register:saved-search:remove"
    EXPORT_FETCHED = "register:export-file:fetch"
    EXPORT_FETCH_ENDED = "register:export-file:fetch-end"
    EXPORT_FILE_ABSENT = "register:export-file:absent"
    EXPORT_FILE_REMOVED = "register:export-file:remove"
    FILE_IMPORTED = "register:file:import"
    IMPORT_PROPOSED = "register:import:propose"
    IMPORT_PREVIEWED = "register:import:preview"
    IMPORT_READ = "register:import:read"
    IMPORT_CONFIRMED = "register:import:confirm"
    IMPORT_WITHDRAWN = "register:import:withdraw"
    IMPORT_ENDED = "register:import:end"
    HIDDEN_ITEMS_NAMED = "register:item:refuse"
    REGISTER_REINDEXED = "register:index:rebuild"
    GRANTS_EDITION_LOADED = "items:edition:load"
    ORGANISATION_CREATED = "organisation:organisation:create"
    APPROVAL_PROPOSED = "approvals:approval:propose"
    APPROVAL_CARRIED_OUT = "approvals:approval:carry-out"
    APPROVAL_DECLINED = "approvals:approval:decline"
    APPROVAL_WITHDRAWN = "approvals:approval:withdraw"
    APPROVAL_EXPIRED = "approvals:approval:expire"
    APPROVAL_REFUSED = "approvals:approval:refuse"
    LIST_EXPORTED = "administration:list:export"
    TEXT_DRAFTED = "legal:text:draft"
    TEXT_CHANGED = "legal:text:change"
    TEXT_DISCARDED = "legal:text:discard"
    TEXT_PUBLISHED = "legal:text:publish"
    DEMONSTRATION_LOADED = "demonstration:data:load"


DETAILS: dict[EventName, frozenset[str]] = {
    EventName.PASSWORD_CHECKED: frozenset({"given_id", "why"}),
    EventName.CODE_CHECKED: frozenset({"why"}),
    EventName.RECOVERY_CODE_USED: frozenset({"left", "why"}),
    EventName.SIGNED_IN: frozenset({"device"}),
    EventName.SIGNED_OUT: frozenset(),
    EventName.SESSION_ENDED: frozenset({"sessions", "why"}),
    EventName.STEPPED_UP: frozenset({"why"}),
    EventName.DEVICE_CONNECTED: frozenset({"device"}),
    EventName.DEVICE_REMOVED: frozenset({"device"}),
    EventName.RECOVERY_CODES_MADE: frozenset({"count"}),
    EventName.PASSWORD_SET: frozenset({"by"}),
    EventName.PASSWORD_LINK_SENT: frozenset({"purpose", "given_id"}),
    EventName.ACCOUNT_LOCKED: frozenset({"why", "until"}),
    EventName.ACCOUNT_UNLOCKED: frozenset(),
    EventName.ACCOUNT_CREATED: frozenset({"login_id", "organisation", "role"}),
    EventName.ACCOUNT_STOPPED: frozenset({"login_id", "why"}),
    EventName.CONSENT_GIVEN: frozenset({"kind", "version", "terms_version", "privacy_version", "text_sha256", "items"}),
    EventName.CONSENT_DECLINED: frozenset({"kind", "version"}),
    EventName.PAGE_REFUSED: frozenset({"endpoint", "method", "why"}),
    EventName.CERTIFICATIONS_LISTED: frozenset({"asked", "total", "items"}),
    EventName.CERTIFICATION_READ: frozenset({"asked", "items"}),
    EventName.CERTIFICATION_ABSENT: frozenset({"asked"}),
    EventName.CERTIFICATIONS_EXPORTED: frozenset(
        {"asked", "total", "items", "purpose", "note", "file_number", "format"}
    ),
    EventName.EXPORT_MADE: frozenset({"file_number", "total", "items"}),
    EventName.EXPORT_ENDED: frozenset({"file_number", "rows", "why"}),
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
    EventName.GRANTS_EDITION_LOADED: frozenset({"edition", "grants"}),
    EventName.ORGANISATION_CREATED: frozenset({"organisation", "kind"}),
    EventName.APPROVAL_PROPOSED: frozenset({"kind", "subject", "proposed_by", "reason", "about"}),
    EventName.APPROVAL_CARRIED_OUT: frozenset({"kind", "subject", "proposed_by", "about"}),
    EventName.APPROVAL_DECLINED: frozenset({"kind", "subject", "proposed_by", "why"}),
    EventName.APPROVAL_WITHDRAWN: frozenset({"kind", "subject", "proposed_by", "why"}),
    EventName.APPROVAL_EXPIRED: frozenset({"kind", "subject", "proposed_by"}),
    EventName.APPROVAL_REFUSED: frozenset({"kind", "subject", "why"}),
    EventName.LIST_EXPORTED: frozenset({"list", "asked", "rows"}),
    EventName.TEXT_DRAFTED: frozenset({"document", "begun_from", "sha256"}),
    EventName.TEXT_CHANGED: frozenset({"document", "version", "revision", "former_sha256", "sha256", "changes"}),
    EventName.TEXT_DISCARDED: frozenset({"document", "version", "revision", "sha256"}),
    EventName.TEXT_PUBLISHED: frozenset({"document", "version", "sha256", "changes", "approval", "proposed_by"}),
    EventName.DEMONSTRATION_LOADED: frozenset({"certifications", "accounts"}),
}
