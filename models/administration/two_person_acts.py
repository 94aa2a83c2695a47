"""Every act that takes two persons: who may propose and who may approve it, what it changes, how (policy §2)."""

from models.approvals.acts import Acts
from models.approvals.approval import ApprovalKind
from models.auditing.purging import PURGE_TRAIL
from models.cases.closing import CLOSE_CASE
from models.certifications.export_limits import CHANGE_LIMITS
from models.looking_back.paper import RELEASE_RECORD
from models.monitoring.rule_change import CHANGE_RULES
from models.people.debarment_by_two import CLOSE, LIFT_BAR, STRIKE_OFF_ALL
from models.people.kind_stop import LIFT_STOP
from models.people.moving_last_day import MOVE_LAST_DAY
from models.people.organisation_acts import CHANGE_SCOPE, REGISTER
from models.people.second_factor import RESET
from models.people.security_release import RELEASE, RELEASE_WATCHER
from models.people.unit_change import OPEN_UNIT
from models.people.watcher_stop import STOP_WATCHER
from models.publishing.calling_off import CALL_OFF_TEXT
from models.publishing.publication import PUBLISH_TEXT
from models.reviewing.calling_off import CALL_OFF
from models.reviewing.putting_in_force import PUT_IN_FORCE

ACTS: Acts = {
    ApprovalKind.RESET_SECOND_FACTOR: RESET,
    ApprovalKind.RELEASE_ACCOUNT: RELEASE,
    ApprovalKind.STOP_WATCHER: STOP_WATCHER,
    ApprovalKind.RELEASE_WATCHER: RELEASE_WATCHER,
    ApprovalKind.OPEN_UNIT: OPEN_UNIT,
    ApprovalKind.MOVE_LAST_DAY: MOVE_LAST_DAY,
    ApprovalKind.REGISTER_ORGANISATIONS: REGISTER,
    ApprovalKind.CHANGE_SCOPE: CHANGE_SCOPE,
    ApprovalKind.CLOSE_ORGANISATION: CLOSE,
    ApprovalKind.LIFT_BAR: LIFT_BAR,
    ApprovalKind.STRIKE_OFF_ORGANISATION: STRIKE_OFF_ALL,
    ApprovalKind.LIFT_KIND_STOP: LIFT_STOP,
    ApprovalKind.PUBLISH_TEXT: PUBLISH_TEXT,
    ApprovalKind.CALL_OFF_TEXT: CALL_OFF_TEXT,
    ApprovalKind.PUT_GRANTS_IN_FORCE: PUT_IN_FORCE,
    ApprovalKind.CALL_OFF_GRANTS: CALL_OFF,
    ApprovalKind.CHANGE_RULES: CHANGE_RULES,
    ApprovalKind.CLOSE_CASE: CLOSE_CASE,
    ApprovalKind.CHANGE_EXPORT_LIMITS: CHANGE_LIMITS,
    ApprovalKind.RELEASE_VIEWING_RECORD: RELEASE_RECORD,
    ApprovalKind.PURGE_TRAIL: PURGE_TRAIL,
}
