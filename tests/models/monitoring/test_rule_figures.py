"""Every figure of a rule has its words and its limits."""

import pytest

from models.detection.rulebook import Mode, WrongRules, shipped_rules
from models.detection.rules import ALL_RULES, BY_CODE
from models.detection.rules.rule import Rule
from models.monitoring.rule_differences import figures_of, kinds_of
from models.monitoring.rule_draft import edit_of


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
def test_what_is_shipped_could_be_typed(rule: Rule) -> None:
    book = shipped_rules()
    for kind in kinds_of(book, rule.code):
        setting = book.setting(rule.code, kind)
        assert setting.mode in rule.modes
        assert [one.label for one in figures_of(book, rule, kind) if one.allowed.why_not(one.value)] == []
        assert setting.thresholds.keys() == {one.name for one in rule.parameters}
        assert set(setting.bounds) <= set(rule.measures)


def test_a_figure_or_mode_that_makes_no_sense_makes_no_edit() -> None:
    book, rule = shipped_rules(), BY_CODE["shared-account"]
    figures = {one.path: one.value for one in figures_of(book, rule)}
    with pytest.raises(WrongRules, match="1 以上 10 以下"):
        edit_of(book, rule, "", Mode.ALERT, figures | {"thresholds.devices_a_day": 11.0})
    with pytest.raises(WrongRules, match="選べません"):
        edit_of(book, BY_CODE["new-device"], "", Mode.STOP, {"cool_down_hours": 72.0})
