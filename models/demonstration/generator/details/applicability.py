"""Which items a facility has at all: by its source, and by what has happened to it."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from models.catalogue.catalogue import shipped_catalogue
from models.catalogue.item import Item, Store
from models.demonstration.generator.details.draft import Draft
from models.demonstration.generator.details.laws import is_law_item
from models.demonstration.generator.places import SOLAR

_TEN = Decimal(10)
_APPLIES_TO = {"風力": "風力", "洋上風力": "風力", "水力": "水力", "地熱": "地熱", "バイオマス": "バイオマス"}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that befalls a few facilities, with the items it leaves behind. They are filled all or none."""

    share: float
    keys: tuple[str, ...]
    homes_too: bool = False


EVENTS = (
    Event(0.01, ("revoked_on", "revocation_reason", "violated_law", "hearing_held_on", "improvement_order")),
    Event(0.02, ("guidance", "report_collection", "site_inspection")),
    Event(0.015, ("premium_suspended_on", "premium_suspension_lifted_on")),
    Event(0.02, ("municipality_tip", "resident_tip")),
    Event(
        0.02,
        ("abolition_notified_on", "abolition_reason", "abolished_on", "attachment_removal_evidence"),
        homes_too=True,
    ),
    Event(0.01, ("reserve_refund_application", "reserve_refund_reason", "removal_completed_on", "disposal_contractor")),
    Event(0.005, ("withdrawn_on",)),
    Event(0.01, ("lapse_confirmed_on",)),
    Event(0.03, ("transfer_parties", "changed_items", "change_value_before", "change_value_after", "change_reason")),
    Event(0.01, ("inheritance_parties",), homes_too=True),
    Event(
        0.03,
        (
            "extended_on",
            "extension_equipment_cost_yen",
            "extension_works_cost_yen",
            "extension_report_due_on",
            "extension_report_submitted_on",
            "output_before_extension_kw",
            "added_output_kw",
        ),
    ),
    Event(0.03, ("auction_awarded_price", "auction_award_number", "auction_deposits_yen", "attachment_auction_plan")),
    Event(0.03, ("connection_tender_joined", "connection_tender_area")),
    Event(0.02, ("transition_connection_deadline",)),
    Event(0.05, ("farmland_conversion_planned", "farmland_conversion_permitted_on", "farmland_conversion_expires_on")),
    Event(0.02, ("fill_regulation_applicable", "fill_regulation_permitted_on")),
    Event(0.02, ("correction_period", "correction_detail", "report_returns")),
    Event(0.01, ("protective_measure", "non_publication_reason"), homes_too=True),
    Event(0.02, ("procurement_days_cut",)),
    Event(0.02, ("split_project_facility_ids",)),
    Event(0.03, ("private_generator_present", "private_generator_type", "private_generator_position"), homes_too=True),
)
FIP_KEYS = frozenset(
    {
        "fip_base_price", "premium_years", "market_route", "aggregator_name", "balancing_group_code",
        "battery_added_later", "premium_bank_account", "premium_source_class",
    }
)  # fmt: skip
LAPSE_KEYS = frozenset({"days_until_lapse", "lapse_progress_class", "progress_confirmation_applied_on"})
OF_PERSONS = frozenset({"attachment_resident_record", "attachment_family_record"})
OF_COMPANIES = frozenset(
    {
        "corporate_number", "representative_title", "representative_name_kana", "officer_titles", "officer_names",
        "officer_names_kana", "officer_birth_dates", "controlling_parties", "special_purpose_company",
        "invoice_issuer_number", "attachment_corporate_registry", "joint_operators",
    }
)  # fmt: skip
ROOF_ONLY = frozenset(
    item.key for item in shipped_catalogue().items if item.key.startswith(("building_", "attachment_building_"))
)
GROUND_ONLY = frozenset({"ground_installation_type", "agrivoltaic", "reported_ground_location_type", "site_area_m2"})
FUEL_ONLY = frozenset({"attachment_fuel_plan", "attachment_fuel_supply_memorandum", "attachment_biomass_ratio_method"})
OFFSHORE_ONLY = frozenset({"promotion_zone"})
_OF_EVENTS = frozenset(key for event in EVENTS for key in event.keys)
ITEMS = tuple(item for item in shipped_catalogue().items if item.store is Store.DOCUMENT)
_ORDINARY = tuple(item for item in ITEMS if item.key not in _OF_EVENTS and not is_law_item(item.key))


def applies(item: Item, source: str, output: Decimal) -> bool:
    """Whether a facility of this source and size has the item (the catalogue's ``applies_to``)."""
    match item.applies_to:
        case "全電源":
            return True
        case "太陽光":
            return source == SOLAR
        case "太陽光10kW以上":
            return source == SOLAR and output >= _TEN
        case wanted:
            return _APPLIES_TO.get(source) == wanted


def ordinary_items(draft: Draft) -> tuple[Item, ...]:
    """The items this facility may well have filled; what only befalls a few is not among them."""
    subject = draft.subject
    barred = OF_COMPANIES if subject.operator.natural else OF_PERSONS
    if not subject.fip:
        barred |= FIP_KEYS
    if subject.days.started_on is not None:
        barred |= LAPSE_KEYS
    if subject.source == SOLAR:
        barred |= GROUND_ONLY if subject.roof else ROOF_ONLY
    if subject.source != "洋上風力":
        barred |= OFFSHORE_ONLY
    if subject.source != "バイオマス":
        barred |= FUEL_ONLY
    return _left(barred, subject.source, small=subject.output < _TEN)


@cache
def _left(barred: frozenset[str], source: str, *, small: bool) -> tuple[Item, ...]:
    output = Decimal(0) if small else _TEN
    return tuple(item for item in _ORDINARY if item.key not in barred and applies(item, source, output))


def what_befell(draft: Draft) -> set[str]:
    """The keys of items left behind by what has happened to this facility."""
    return {
        key
        for event in EVENTS
        if draft.random.random() < event.share and (event.homes_too or not draft.subject.home)
        for key in event.keys
    }
