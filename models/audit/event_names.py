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
    ACCOUNT_STOP_CONFIRMED = "account:account:confirm-stop"
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
    CATALOGUE_TAKEN = "items:catalogue:take"
    VISIBILITY_EXPLAINED = "items:visibility:explain"
    ROW_EXPLAINED = "register:visibility:explain"
    READERS_LISTED = "register:visibility:readers"
    SAMPLE_PREVIEWED = "items:preview:show"
    PREVIEW_LISTED = "register:preview:list"
    PREVIEW_READ = "register:preview:read"
    GRANTS_EDITION_LOADED = "items:edition:load"
    GRANTS_EDITION_MADE = "items:edition:make"
    GRANTS_EDITION_BEGAN = "items:edition:begin"
    GRANTS_EDITION_CALLED_OFF = "items:edition:call-off"
    GRANTS_DRAFTED = "items:draft:begin"
    GRANTS_DRAFT_CHANGED = "items:draft:change"
    GRANTS_DRAFT_FILLED = "items:draft:fill"
    GRANTS_DRAFT_REBASED = "items:draft:bring-up-to-date"
    GRANTS_DRAFT_DISCARDED = "items:draft:discard"
    ORGANISATION_CREATED = "organisation:organisation:create"
    ORGANISATION_CHANGED = "organisation:organisation:change"
    ORGANISATION_BARRED = "organisation:organisation:bar"
    ORGANISATION_RESUMED = "organisation:organisation:resume"
    ORGANISATION_CLOSED = "organisation:organisation:close"
    ORGANISATION_STRUCK_OFF = "organisation:organisation:strike-off"
    KIND_STOPPED = "organisation:kind:stop"
    KIND_RESUMED = "organisation:kind:resume"
    ACCOUNT_CHANGED = "account:account:change"
    ACCOUNT_RELEASE_ASKED = "account:account:ask-release"
    ACCOUNT_RELEASED = "account:account:release"
    ACCOUNT_STRUCK_OFF = "account:account:strike-off"
    ACCOUNT_SUCCEEDED = "account:account:succeed"
    ACCOUNT_RESCUED = "account:account:rescue"
    PERSON_ACT_REFUSED = "people:act:refuse"
    ADDRESS_CHANGE_ASKED = "account:address:ask"
    ADDRESS_CONFIRMED = "account:address:confirm"
    ADDRESS_CHANGED = "account:address:change"
    SECOND_FACTOR_RESET = "account:second-factor:reset"
    DORMANCY_TOLD = "account:dormancy:tell"
    REQUEST_SENT = "people:request:send"
    REQUEST_ANSWERED = "people:request:answer"
    REQUEST_ASKED_BACK = "people:request:ask-back"
    REQUEST_REFUSED = "people:request:refuse"
    REQUEST_WITHDRAWN = "people:request:withdraw"
    REQUEST_ISSUED = "people:request:issue"
    ROLL_CALL_OPENED = "people:roll-call:open"
    ROLL_CALL_ANSWERED = "people:roll-call:answer"
    ROLL_CALL_CLOSED = "people:roll-call:close"
    APPROVAL_PROPOSED = "approvals:approval:propose"
    APPROVAL_CARRIED_OUT = "approvals:approval:carry-out"
    APPROVAL_DECLINED = "approvals:approval:decline"
    APPROVAL_WITHDRAWN = "approvals:approval:withdraw"
    APPROVAL_EXPIRED = "approvals:approval:expire"
    APPROVAL_REFUSED = "approvals:approval:refuse"
    LIST_EXPORTED = "administration:list:export"
    LETTERS_RETRIED = "operation:letter:retry"
    TRAINING_ATTEMPTED = "training:course:attempt"
    TRAINING_REMINDED = "training:reminder:send"
    VIEWING_RECORD_READ = "register:viewing-record:read"
    INCIDENT_REPORTED = "incidents:incident:report"
    INCIDENT_READ = "incidents:incident:read"
    INCIDENT_PASSED_ON = "incidents:incident:pass-on"
    INCIDENT_ASSESSED = "incidents:incident:assess"
    INCIDENT_NOTED = "incidents:incident:note"
    INCIDENT_FACTS_SET = "incidents:incident:set-facts"
    INCIDENT_AUTHORITY_TOLD = "incidents:incident:tell-authority"
    INCIDENT_CLOSED = "incidents:incident:close"
    INCIDENT_REOPENED = "incidents:incident:reopen"
    INCIDENT_FILE_ADDED = "incidents:file:add"
    INCIDENT_FILE_FETCHED = "incidents:file:fetch"
    ALERT_RAISED = "monitoring:alert:raise"
    ALERT_READ = "monitoring:alert:read"
    EXPORT_STOPPED = "monitoring:export:stop"
    RULES_DRAFTED = "monitoring:rules:draft"
    RULES_DRAFT_CHANGED = "monitoring:rules:change-draft"
    RULES_DRAFT_DISCARDED = "monitoring:rules:discard-draft"
    RULES_REHEARSED = "monitoring:rules:rehearse"
    RULES_EDITION_MADE = "monitoring:rules:make-edition"
    CASE_OPENED = "cases:case:open"
    CASE_JOINED = "cases:case:join"
    CASE_READ = "cases:case:read"
    CASE_NOTED = "cases:case:note"
    CASE_EXPLAINED = "cases:case:explain"
    CASE_ESCALATED = "cases:case:escalate"
    CASE_PASSED_ON = "cases:case:pass-on"
    CASE_CLOSED = "cases:case:close"
    CASE_FILE_ADDED = "cases:file:add"
    CASE_FILE_FETCHED = "cases:file:fetch"
    TEXT_DRAFTED = "legal:text:draft"
    TEXT_CHANGED = "legal:text:change"
    TEXT_DISCARDED = "legal:text:discard"
    TEXT_PUBLISHED = "legal:text:publish"
    TRAIL_LISTED = "audit:trail:list"
    TRAIL_EVENT_READ = "audit:event:read"
    FACILITY_READERS_ASKED = "audit:facility:ask"
    PERSON_READING_ASKED = "audit:person:ask"
    TRAIL_EXPORTED = "audit:trail:export"
    TRAIL_VERIFIED = "audit:trail:verify"
    CHECKPOINT_MADE = "audit:checkpoint:make"
    CHECKPOINTS_READ = "audit:checkpoint:read"
    TRAIL_PURGED = "audit:trail:purge"
    EVIDENCE_PACKS_LISTED = "audit:evidence:list"
    EVIDENCE_PACK_ASKED = "audit:evidence:ask"
    EVIDENCE_PACK_MADE = "audit:evidence:make"
    EVIDENCE_PACK_FETCHED = "audit:evidence:fetch"
    OWN_FACILITIES_LISTED = "looking-back:facility:list"
    OWN_RECORD_READ = "looking-back:record:read"
    LOOK_RESOLVED = "looking-back:number:resolve"
    PAPER_REQUEST_ENTERED = "looking-back:paper-request:enter"
    PAPER_RECORD_RELEASED = "looking-back:paper-request:release"
    PAPER_RECORD_PRINTED = "looking-back:paper-request:print"
    INQUIRY_SENT = "inquiries:inquiry:send"
    INQUIRY_READ = "inquiries:inquiry:read"
    INQUIRY_NOTED = "inquiries:inquiry:note"
    INQUIRY_ANSWERED = "inquiries:inquiry:answer"
    INQUIRY_PASSED_ON = "inquiries:inquiry:pass-on"
    EXPORT_REQUESTED = "register:export-request:ask"
    EXPORT_REQUEST_READ = "register:export-request:read"
    EXPORT_REQUEST_APPROVED = "register:export-request:approve"
    EXPORT_REQUEST_DECLINED = "register:export-request:decline"
    EXPORT_REQUEST_WITHDRAWN = "register:export-request:withdraw"
    EXPORT_REQUEST_EXPIRED = "register:export-request:expire"
    EXPORT_REQUEST_USED = "register:export-request:use"
    EXPORT_REQUEST_GIVEN_BACK = "register:export-request:give-back"
    EXPORT_TRACED = "register:export:trace"
    EXPORT_COMPARED = "register:export:compare"
    EXPORT_LIMITS_CHANGED = "register:export-limits:change"
    INSPECTION_KEPT = "inspection:run:keep"
    INSPECTION_READ = "inspection:run:read"
    INSPECTION_ACKNOWLEDGED = "inspection:run:acknowledge"
    PLAN_CHANGED = "inspection:plan:change"
    REPORT_ORDERED = "reports:report:order"
    REPORT_DRAFTED = "reports:report:draft"
    REPORT_READ = "reports:report:read"
    REPORT_SIGNED = "reports:report:sign"
    FINDING_RAISED = "findings:finding:raise"
    FINDING_READ = "findings:finding:read"
    FINDING_CHANGED = "findings:finding:change"
    FINDING_NOTED = "findings:finding:note"
    FINDING_DONE = "findings:finding:finish"
    FINDING_RETURNED = "findings:finding:return"
    FINDING_CLOSED = "findings:finding:close"
    FINDING_REMINDED = "findings:finding:remind"
    FINDING_FILE_ADDED = "findings:file:add"
    FINDING_FILE_FETCHED = "findings:file:fetch"
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
    EventName.PASSWORD_LINK_SENT: frozenset({"purpose", "given_id", "reason"}),
    EventName.ACCOUNT_LOCKED: frozenset({"why", "until"}),
    EventName.ACCOUNT_UNLOCKED: frozenset({"reason"}),
    EventName.ACCOUNT_CREATED: frozenset({"login_id", "organisation", "role"}),
    EventName.ACCOUNT_STOPPED: frozenset({"login_id", "why", "reason"}),
    EventName.ACCOUNT_STOP_CONFIRMED: frozenset({"login_id", "stopped_by", "reason"}),
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
    EventName.ORGANISATION_CREATED: frozenset({"organisation", "kind"}),
    EventName.ORGANISATION_CHANGED: frozenset({"organisation", "reason", "changes"}),
    EventName.ORGANISATION_BARRED: frozenset({"organisation", "reason", "accounts", "sessions", "links", "requests"}),
    EventName.ORGANISATION_RESUMED: frozenset({"organisation", "reason"}),
    EventName.ORGANISATION_CLOSED: frozenset({"organisation", "reason", "accounts", "sessions", "links", "requests"}),
    EventName.ORGANISATION_STRUCK_OFF: frozenset({"organisation", "reason", "accounts"}),
    EventName.KIND_STOPPED: frozenset({"kind", "reason", "accounts", "sessions", "links"}),
    EventName.KIND_RESUMED: frozenset({"kind", "reason"}),
    EventName.ACCOUNT_CHANGED: frozenset({"login_id", "reason", "changes"}),
    EventName.ACCOUNT_RELEASE_ASKED: frozenset({"login_id", "reason"}),
    EventName.ACCOUNT_RELEASED: frozenset({"login_id", "was", "reason"}),
    EventName.ACCOUNT_STRUCK_OFF: frozenset({"login_id", "reason"}),
    EventName.ACCOUNT_SUCCEEDED: frozenset({"login_id", "former_id"}),
    EventName.ACCOUNT_RESCUED: frozenset({"login_id", "reason"}),
    EventName.PERSON_ACT_REFUSED: frozenset({"act", "why"}),
    EventName.ADDRESS_CHANGE_ASKED: frozenset({"login_id"}),
    EventName.ADDRESS_CONFIRMED: frozenset({"login_id", "which"}),
    EventName.ADDRESS_CHANGED: frozenset({"login_id"}),
    EventName.SECOND_FACTOR_RESET: frozenset({"login_id", "devices", "reason"}),
    EventName.DORMANCY_TOLD: frozenset({"login_id", "days"}),
    EventName.REQUEST_SENT: frozenset({"organisation", "role", "appoints", "batch"}),
    EventName.REQUEST_ANSWERED: frozenset(),
    EventName.REQUEST_ASKED_BACK: frozenset(),
    EventName.REQUEST_REFUSED: frozenset({"why"}),
    EventName.REQUEST_WITHDRAWN: frozenset({"why"}),
    EventName.REQUEST_ISSUED: frozenset({"login_id", "applied_by", "ends_on"}),
    EventName.ROLL_CALL_OPENED: frozenset({"title", "due", "accounts"}),
    EventName.ROLL_CALL_ANSWERED: frozenset({"title", "organisation", "kept", "ended"}),
    EventName.ROLL_CALL_CLOSED: frozenset({"title", "stopped"}),
    EventName.APPROVAL_PROPOSED: frozenset({"kind", "subject", "proposed_by", "reason", "about"}),
    EventName.APPROVAL_CARRIED_OUT: frozenset({"kind", "subject", "proposed_by", "about"}),
    EventName.APPROVAL_DECLINED: frozenset({"kind", "subject", "proposed_by", "why"}),
    EventName.APPROVAL_WITHDRAWN: frozenset({"kind", "subject", "proposed_by", "why"}),
    EventName.APPROVAL_EXPIRED: frozenset({"kind", "subject", "proposed_by"}),
    EventName.APPROVAL_REFUSED: frozenset({"kind", "subject", "why"}),
    EventName.LIST_EXPORTED: frozenset({"list", "asked", "rows"}),
    EventName.LETTERS_RETRIED: frozenset({"letters"}),
    EventName.TRAINING_ATTEMPTED: frozenset({"course", "version", "score", "questions"}),
    EventName.TRAINING_REMINDED: frozenset({"course", "occasion", "due_on"}),
    EventName.VIEWING_RECORD_READ: frozenset({"part", "since", "until", "total"}),
    EventName.INCIDENT_REPORTED: frozenset({"kind", "way"}),
    EventName.INCIDENT_READ: frozenset({"part"}),
    EventName.INCIDENT_PASSED_ON: frozenset({"way", "severity", "personal_data"}),
    EventName.INCIDENT_ASSESSED: frozenset({"severity", "personal_data"}),
    EventName.INCIDENT_NOTED: frozenset({"what"}),
    EventName.INCIDENT_FACTS_SET: frozenset({"fields", "person", "organisation"}),
    EventName.INCIDENT_AUTHORITY_TOLD: frozenset({"report", "on"}),
    EventName.INCIDENT_CLOSED: frozenset({"outcome"}),
    EventName.INCIDENT_REOPENED: frozenset(),
    EventName.INCIDENT_FILE_ADDED: frozenset({"file", "sha256", "size"}),
    EventName.INCIDENT_FILE_FETCHED: frozenset({"file", "sha256"}),
    EventName.ALERT_RAISED: frozenset({"rule", "severity", "login_id", "organisation", "edition", "event"}),
    EventName.ALERT_READ: frozenset(),
    EventName.EXPORT_STOPPED: frozenset({"rows", "rule"}),
    EventName.RULES_DRAFTED: frozenset({"based_on", "title"}),
    EventName.RULES_DRAFT_CHANGED: frozenset({"revision", "rule", "changes"}),
    EventName.RULES_DRAFT_DISCARDED: frozenset({"revision"}),
    EventName.RULES_REHEARSED: frozenset({"days", "revision"}),
    EventName.RULES_EDITION_MADE: frozenset({"edition", "based_on", "sha256", "changes", "approval", "proposed_by"}),
    EventName.CASE_OPENED: frozenset({"alert", "severity", "organisation"}),
    EventName.CASE_JOINED: frozenset({"alert", "severity"}),
    EventName.CASE_READ: frozenset({"part"}),
    EventName.CASE_NOTED: frozenset({"what"}),
    EventName.CASE_EXPLAINED: frozenset(),
    EventName.CASE_ESCALATED: frozenset({"due_at"}),
    EventName.CASE_PASSED_ON: frozenset({"incident"}),
    EventName.CASE_CLOSED: frozenset({"outcome"}),
    EventName.CASE_FILE_ADDED: frozenset({"file", "sha256", "size"}),
    EventName.CASE_FILE_FETCHED: frozenset({"file", "sha256"}),
    EventName.TEXT_DRAFTED: frozenset({"document", "begun_from", "sha256"}),
    EventName.TEXT_CHANGED: frozenset({"document", "version", "revision", "former_sha256", "sha256", "changes"}),
    EventName.TEXT_DISCARDED: frozenset({"document", "version", "revision", "sha256"}),
    EventName.TEXT_PUBLISHED: frozenset({"document", "version", "sha256", "changes", "approval", "proposed_by"}),
    EventName.TRAIL_LISTED: frozenset({"asked"}),
    EventName.TRAIL_EVENT_READ: frozenset({"number"}),
    EventName.FACILITY_READERS_ASKED: frozenset({"asked", "part"}),
    EventName.PERSON_READING_ASKED: frozenset({"since", "until", "part"}),
    EventName.TRAIL_EXPORTED: frozenset({"asked", "first", "last", "events", "sha256"}),
    EventName.TRAIL_VERIFIED: frozenset({"events", "faults"}),
    EventName.CHECKPOINT_MADE: frozenset({"checkpoint", "covers", "head", "hash", "mac", "clock_back"}),
    EventName.CHECKPOINTS_READ: frozenset({"newest", "contradicted"}),
    EventName.TRAIL_PURGED: frozenset(
        {
            "first",
            "last",
            "events",
            "previous_hash",
            "last_hash",
            "sha256",
            "approval",
            "proposed_by",
            "approved_by",
        }
    ),
    EventName.EVIDENCE_PACKS_LISTED: frozenset({"packs"}),
    EventName.EVIDENCE_PACK_ASKED: frozenset({"pack", "since", "until"}),
    EventName.EVIDENCE_PACK_MADE: frozenset({"pack", "files", "bytes", "sha256"}),
    EventName.EVIDENCE_PACK_FETCHED: frozenset({"pack", "sha256"}),
    EventName.OWN_FACILITIES_LISTED: frozenset({"asked", "total"}),
    EventName.OWN_RECORD_READ: frozenset({"part", "since", "until", "total"}),
    EventName.LOOK_RESOLVED: frozenset({"number", "event"}),
    EventName.PAPER_REQUEST_ENTERED: frozenset({"facility_id", "identity", "since", "until"}),
    EventName.PAPER_RECORD_RELEASED: frozenset({"facility_id", "approval", "entered_by"}),
    EventName.PAPER_RECORD_PRINTED: frozenset({"request", "since", "until", "total"}),
    EventName.INQUIRY_SENT: frozenset({"kind", "looks"}),
    EventName.INQUIRY_READ: frozenset({"part"}),
    EventName.INQUIRY_NOTED: frozenset({"what"}),
    EventName.INQUIRY_ANSWERED: frozenset({"kind"}),
    EventName.INQUIRY_PASSED_ON: frozenset({"incident"}),
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
    EventName.INSPECTION_KEPT: frozenset({"kept", "not_kept", "unknown", "empty", "sha256"}),
    EventName.INSPECTION_READ: frozenset({"part"}),
    EventName.INSPECTION_ACKNOWLEDGED: frozenset({"sha256"}),
    EventName.PLAN_CHANGED: frozenset({"fiscal_year", "act"}),
    EventName.REPORT_ORDERED: frozenset({"month"}),
    EventName.REPORT_DRAFTED: frozenset({"month", "version", "sha256"}),
    EventName.REPORT_READ: frozenset({"part"}),
    EventName.REPORT_SIGNED: frozenset({"month", "version", "capacity", "sha256"}),
    EventName.FINDING_RAISED: frozenset({"source", "promise", "owner", "due_on"}),
    EventName.FINDING_READ: frozenset(),
    EventName.FINDING_CHANGED: frozenset({"owner", "due_on"}),
    EventName.FINDING_NOTED: frozenset(),
    EventName.FINDING_DONE: frozenset(),
    EventName.FINDING_RETURNED: frozenset(),
    EventName.FINDING_CLOSED: frozenset(),
    EventName.FINDING_REMINDED: frozenset({"due_on"}),
    EventName.FINDING_FILE_ADDED: frozenset({"file", "sha256", "size"}),
    EventName.FINDING_FILE_FETCHED: frozenset({"file", "sha256"}),
    EventName.DEMONSTRATION_LOADED: frozenset({"certifications", "accounts"}),
}
