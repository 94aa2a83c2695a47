"""Weak signs of one person within a day add up (M12): each is harmless, together they are not."""

from collections.abc import Iterable

from models.detection.hours import DAY
from models.detection.look import Look
from models.detection.rulebook import RuleSetting
from models.detection.rules.rule import FACTOR, SIGNED_IN, Finding, Parameter, Rule, Sign

_WORDS = {
    Sign.VOLUME: "量",
    Sign.HOURS: "時間帯",
    Sign.DEVICE: "端末",
    Sign.RANGE: "ネットワーク",
    Sign.SILENCE: "長い休止",
    Sign.BESIDE: "端末の行き来",
    Sign.GUESSING: "サインインの失敗",
    Sign.REFUSED: "総当たり・断られた操作",
    Sign.CURIOSITY: "同じ設備への閲覧",
}


def _judge(look: Look, setting: RuleSetting) -> Iterable[Finding]:
    signs = [Sign(name) for name, at in look.person["signs"].items() if at > look.moment - DAY]
    points = sum(setting.thresholds.get(sign.value, 0) for sign in signs)
    if len(signs) > 1 and points >= setting.thresholds["needed"]:
        words = "、".join(_WORDS[sign] for sign in signs)
        yield Finding(f"24時間に弱い兆候が重なりました（{words}。合計{points:g}点）。")


def _contradiction(setting: RuleSetting) -> str:
    together = sum(setting.thresholds[sign.value] for sign in Sign)
    if setting.thresholds["needed"] <= together:
        return ""
    return f"警告する合計は、兆候の点数の合計（{together:g}点）以下にしてください。"


RULE = Rule(
    code="combination",
    label="兆候の重なり",
    sentence="それだけでは警告しない弱い兆候に点数を付け、24時間の合計が基準に達したときに警告します。",
    acts=SIGNED_IN,
    judge=_judge,
    parameters=(
        Parameter("needed", "警告する合計", "点", FACTOR),
        *(Parameter(sign.value, words, "点", FACTOR) for sign, words in _WORDS.items()),
    ),
    contradiction=_contradiction,
)
