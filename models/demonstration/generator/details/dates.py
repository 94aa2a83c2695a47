"""Days, months and hours, each counted from a day of the facility's life."""

from datetime import date, timedelta

from models.catalogue.item import Item, ItemType
from models.demonstration.generator.details.draft import Anchor, Draft

CERTIFIED, PLANNED, STARTED, ENDS, AS_OF = (
    Anchor.CERTIFIED, Anchor.PLANNED, Anchor.STARTED, Anchor.ENDS, Anchor.AS_OF,
)  # fmt: skip

Span = tuple[Anchor, int, int]

SPANS: dict[str, Span] = {
    "officer_birth_dates": (AS_OF, -27_000, -12_000),
    "seal_certificate_expires_on": (CERTIFIED, 5, 60),
    "owner_approved_at": (CERTIFIED, -60, -15),
    "construction_plan_accepted_on": (PLANNED, -300, -60),
    "farmland_conversion_permitted_on": (CERTIFIED, 20, 200),
    "farmland_conversion_expires_on": (AS_OF, 60, 1_800),
    "connection_works_period": (PLANNED, -200, -60),
    "installation_starts_planned_on": (PLANNED, -240, -90),
    "interconnection_planned_on": (PLANNED, -30, -1),
    "interconnected_on": (STARTED, -20, 0),
    "connection_works_applied_on": (PLANNED, -330, -220),
    "connection_works_application_received_on": (PLANNED, -215, -200),
    "purchase_contracted_on": (CERTIFIED, 10, 120),
    "transition_connection_deadline": (AS_OF, -3_288, -2_923),
    "operation_deadline_on": (CERTIFIED, 1_095, 1_096),
    "procurement_starts_on": (STARTED, 0, 0),
    "decommissioning_planned_on": (ENDS, 30, 700),
    "progress_confirmation_applied_on": (CERTIFIED, 300, 900),
    "disposal_reserve_starts_month": (STARTED, 3_652, 3_660),
    "disposal_reserve_ends_month": (ENDS, 0, 0),
    "removal_completed_on": (AS_OF, -400, -20),
    "fill_regulation_permitted_on": (CERTIFIED, 30, 300),
    "municipality_pre_consulted_on": (CERTIFIED, -300, -60),
    "briefing_municipality_consulted_on": (CERTIFIED, -260, -120),
    "briefing_held_at": (CERTIFIED, -110, -40),
    "application_received_on": (CERTIFIED, -100, -15),
    "correction_period": (CERTIFIED, -60, -30),
    "change_notified_on": (CERTIFIED, 100, 900),
    "abolition_notified_on": (AS_OF, -300, -30),
    "abolished_on": (AS_OF, -500, -310),
    "withdrawn_on": (AS_OF, -500, -30),
    "hearing_held_on": (AS_OF, -500, -100),
    "revoked_on": (AS_OF, -90, -10),
    "premium_suspended_on": (AS_OF, -500, -200),
    "premium_suspension_lifted_on": (AS_OF, -190, -10),
    "lapse_confirmed_on": (AS_OF, -300, -10),
    "cost_report_written_on": (STARTED, 10, 60),
    "installation_report_due_on": (STARTED, 30, 60),
    "installation_report_submitted_on": (STARTED, 10, 90),
    "reported_operation_started_on": (STARTED, 0, 0),
    "operation_report_period_start": (AS_OF, -760, -730),
    "operation_report_period_end": (AS_OF, -395, -366),
    "operation_report_due_on": (AS_OF, -365, -335),
    "operation_report_submitted_on": (AS_OF, -380, -320),
    "extended_on": (STARTED, 200, 1_500),
    "extension_report_due_on": (STARTED, 1_530, 1_560),
    "extension_report_submitted_on": (STARTED, 1_510, 1_600),
    "purchase_started_on": (STARTED, 0, 3),
    "record_created_at": (CERTIFIED, -100, -20),
    "record_updated_at": (AS_OF, -200, -1),
}
_LISTS = frozenset({ItemType.DATE_LIST, ItemType.DATETIME_LIST})


def moment(draft: Draft, item: Item) -> str | list[str] | None:
    """A value of an item that holds days. None when its time has not come; KeyError for an item without a span."""
    anchor, low, high = SPANS[item.key]
    first = draft.day(anchor, low, high)
    if first is None:
        return None
    if item.type is ItemType.DATE_RANGE:
        return [first.isoformat(), (first + timedelta(days=draft.between(5, 40))).isoformat()]
    if item.type in _LISTS:
        later = [first + timedelta(days=draft.between(7, 35)) for _ in range(draft.between(0, 2))]
        return [_written(draft, item, day) for day in (first, *sorted(later))]
    return _written(draft, item, first)


def _written(draft: Draft, item: Item, day: date) -> str:
    match item.type:
        case ItemType.MONTH:
            return f"{day:%Y-%m}"
        case ItemType.DATETIME | ItemType.DATETIME_LIST:
            return f"{day.isoformat()}T{draft.between(9, 18):02d}:{draft.one_of(('00', '30'))}:00+09:00"
        case _:
            return day.isoformat()
