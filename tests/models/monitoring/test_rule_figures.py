"""Every figure of a rule has its words and its limits."""

import pytest

from models.detection.rulebook import Mode, WrongRules, shipped_rules
from models.detection.rules import ALL_RULES, BY_CODE
from models.detection.rules.rule import Rule
from models.monitoring.audiences import audiences_of
from models.monitoring.rule_differences import check_rule, figures_of
from models.monitoring.rule_draft import RuleDraft


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
def test_what_is_shipped_could_be_typed(rule: Rule) -> None:
    book = shipped_rules()
    for audience in audiences_of(rule.code, book):
        setting = book.setting(rule.code, *audience)
        check_rule(book, rule)
        assert setting.thresholds.keys() == {one.name for one in rule.parameters}
        assert set(setting.bounds) <= set(rule.measures)


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
@pytest.mark.parametrize("mode", list(Mode))
def test_every_rule_can_be_in_every_mode(rule: Rule, mode: Mode) -> None:
    check_rule(shipped_rules().changed(rule.code, {"mode": mode.value}), rule)


@pytest.mark.parametrize(
    ("code", "change", "why"),
    [
        ("shared-account", {"thresholds": {"devices_a_day": 11}}, "1 以上 10 以下"),
        ("sustained", {"thresholds": {"days": 6}}, "さかのぼる日数以下"),
        ("combination", {"thresholds": {"device": 0, "volume": 0, "beside": 0, "refused": 0, "needed": 10}}, "8点"),
        ("impossible-travel", {"thresholds": {"hours": 0}}, "以上 24 以下"),
        ("export-volume", {"measures": {"export_rows": {"own": 11}}}, "0 以上 10 以下"),
        ("export-volume", {"kinds": {"bureau": {"measures": {"export_rows": {"floor": 10**9}}}}}, "経済産業局"),
    ],
)
def test_what_would_silence_a_rule_unseen_is_refused(code: str, change: dict[str, object], why: str) -> None:
    with pytest.raises(WrongRules, match=why):
        check_rule(shipped_rules().changed(code, change), BY_CODE[code])


def test_a_draft_older_than_a_threshold_takes_it_as_shipped() -> None:
    document = shipped_rules().data
    del document["spraying"]["thresholds"]["ids_per_sign_in"]
    draft = RuleDraft(document=document)
    assert figures_of(draft.rules, BY_CODE["spraying"])[-1].value == 2
