"""Numbers: costs and quantities that grow with the output, and plain counts."""

from models.catalogue.item import Item, ItemType
from models.demonstration.generator.details.draft import Draft

Range = tuple[float, float]

PER_KILOWATT: dict[str, Range] = {
    "inverter_output_kw": (1.0, 1.1),
    "self_sustained_output_kw": (0.03, 0.15),
    "battery_capacity_kwh": (0.5, 2.0),
    "battery_output_kw": (0.2, 0.6),
    "expected_annual_generation_kwh": (1_000, 1_350),
    "expected_self_consumption_kwh": (100, 420),
    "previous_year_consumption_kwh": (300, 900),
    "output_before_extension_kw": (0.5, 0.8),
    "added_output_kw": (0.2, 0.5),
    "site_area_m2": (8, 25),
    "reported_leased_area_m2": (8, 20),
    "grid_contribution_yen": (5_000, 20_000),
    "auction_deposits_yen": (500, 4_000),
    "maintenance_cost_yen": (3_000, 9_000),
    "removal_cost_estimate_yen": (8_000, 15_000),
    "removal_and_disposal_cost_yen": (8_000, 15_000),
    "disposal_reserve_accumulated_yen": (300, 5_000),
    "design_cost_yen": (500, 5_000),
    "land_preparation_cost_yen": (2_000, 20_000),
    "module_cost_yen": (60_000, 180_000),
    "inverter_cost_yen": (15_000, 45_000),
    "mounting_cost_yen": (15_000, 40_000),
    "other_equipment_cost_yen": (5_000, 20_000),
    "construction_cost_yen": (40_000, 110_000),
    "connection_cost_yen": (5_000, 20_000),
    "discount_yen": (0, 3_000),
    "capital_cost_total_yen": (180_000, 400_000),
    "subsidy_yen": (0, 20_000),
    "land_rent_cost_yen": (500, 3_000),
    "repair_cost_yen": (200, 2_000),
    "miscellaneous_cost_yen": (500, 3_000),
    "labour_cost_yen": (200, 2_500),
    "administration_cost_yen": (200, 1_500),
    "taxes_yen": (500, 3_000),
    "fuel_cost_yen": (60_000, 160_000),
    "utility_payments_yen": (50, 400),
    "operation_cost_total_yen": (4_000, 12_000),
    "annual_generation_kwh": (950, 1_300),
    "annual_sold_kwh": (800, 1_280),
    "annual_self_consumption_kwh": (20, 400),
    "curtailed_kwh": (0, 90),
    "reported_removal_cost_yen": (8_000, 15_000),
    "planned_reserve_yen": (8_000, 15_000),
    "actual_reserve_yen": (0, 6_000),
    "extension_equipment_cost_yen": (20_000, 80_000),
    "extension_works_cost_yen": (10_000, 40_000),
    "withheld_reserve_yen": (300, 1_500),
    "module_counts": (2.5, 4.5),
    "fuel_annual_volumes_t": (4, 9),
    "monthly_purchased_kwh": (60, 140),
    "monthly_purchase_amounts_yen": (1_000, 4_500),
}
PLAIN: dict[str, Range] = {
    "inverter_count": (1, 12),
    "wind_turbine_count": (1, 15),
    "effective_head_m": (3, 180),
    "maximum_discharge_m3_per_second": (0.1, 25),
    "connection_distance_m": (5, 2_400),
    "operation_start_period_years": (1, 8),
    "procurement_days_cut": (1, 700),
    "days_until_lapse": (30, 1_400),
    "auction_awarded_price": (8.5, 16.5),
    "fip_base_price": (7, 24),
    "premium_years": (20, 20),
    "disposal_reserve_unit_price": (0.5, 1.7),
    "briefing_attendee_count": (3, 140),
    "examination_elapsed_days": (5, 240),
    "reported_rent_yen_per_m2": (30, 300),
    "module_nominal_outputs_w": (250, 560),
    "module_efficiencies_percent": (15, 22.5),
    "hub_height_and_rotor_diameter_m": (15, 130),
    "fuel_calorific_values_mj_per_kg": (8, 18),
    "biomass_ratios_percent": (60, 100),
    "procurement_step_prices": (8.3, 24),
}
LENGTHS = {
    "procurement_step_prices": 2,
    "monthly_purchased_kwh": 12,
    "monthly_purchase_amounts_yen": 12,
    "hub_height_and_rotor_diameter_m": 2,
}
_WHOLE = frozenset({ItemType.INTEGER, ItemType.INTEGER_LIST})
_LISTS = frozenset({ItemType.INTEGER_LIST, ItemType.DECIMAL_LIST})


def number(draft: Draft, item: Item) -> int | float | list[int | float]:
    """A value of an item that holds numbers. Raises KeyError for an item without a range."""
    if item.type in _LISTS:
        length = LENGTHS.get(item.key) or draft.between(1, 2)
        return [_one(draft, item) for _ in range(length)]
    return _one(draft, item)


def _one(draft: Draft, item: Item) -> int | float:
    low, high = PLAIN.get(item.key) or PER_KILOWATT[item.key]
    scale = 1.0 if item.key in PLAIN else draft.kilowatts
    value = (low + (high - low) * draft.random.random()) * scale
    if item.type in _WHOLE:
        return max(round(value), 1 if item.unit in {"台", "枚", "基"} else 0)
    return round(value, item.scale)
