"""The rules, one small file each or a few that share their figures. Their thresholds are in ``rules.toml``."""

from models.detection.rules import (
    abroad,
    combination,
    curiosity,
    enumeration,
    export_volume,
    frequency,
    guessing,
    list_paging,
    long_silence,
    new_place,
    odd_hours,
    organisation_volume,
    refusals,
    shared_account,
    shared_place,
    slow_taking,
    sustained,
    unfit_duty,
)
from models.detection.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    abroad.IMPOSSIBLE_TRAVEL,
    abroad.ABROAD,
    guessing.SPRAYING,  # before the accounts: among many, one is no matter of its own
    guessing.FAILED_SIGN_INS,
    shared_place.SHARED_DEVICE,
    shared_place.STRANGE_RANGE,
    shared_account.TWO_PLACES,
    shared_account.SHARED_ACCOUNT,
    export_volume.RULE,
    list_paging.RULE,
    slow_taking.RULE,
    sustained.RULE,
    organisation_volume.RULE,
    enumeration.RULE,
    refusals.RULE,
    odd_hours.RULE,
    long_silence.RULE,
    curiosity.RULE,
    unfit_duty.RULE,
    frequency.RULE,
    new_place.NEW_DEVICE,
    new_place.NEW_RANGE,
    new_place.BESIDE,
)
"""In the order in which they are asked: what says most comes first."""
COMBINATION = combination.RULE
"""Asked last, when a weak sign has appeared."""
ALL_RULES = (*RULES, COMBINATION)
BY_CODE = {rule.code: rule for rule in ALL_RULES}
