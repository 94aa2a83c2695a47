"""Rules in words: every figure of every rule as one line, and what differs between two books."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from models.detection.episodes import LONGEST
from models.detection.hours import HOUR
from models.detection.rulebook import Audience, RuleBook, WrongRules
from models.detection.rules import ALL_RULES
from models.detection.rules.rule import FACTOR, Allowed, Rule, up_to
from models.monitoring.audiences import EVERYBODY, audience_label, audiences_of

BOUND_LABELS = {
    "floor": "下限",
    "limit": "上限（0 は無し）",
    "own": "本人のふだんの倍率",
    "peers": "同種の利用者の倍率",
    "weak": "弱い兆候の倍率",
}
_AMOUNT = Allowed(0, 1_000_000)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a rule: where it stands in the entry, how it reads, its value and unit.

    ``path`` names the place: ``cool_down_hours``, ``thresholds.days``, ``measures.views.floor``; ``allowed`` says which
    values the place may take.
    """

    path: str
    label: str
    unit: str
    value: float
    allowed: Allowed

    def why_not(self) -> str:
        """Why it cannot be so; empty where it can."""
        return self.allowed.why_not(self.value)


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One line of a difference: of a figure, or ``of_mode``, of what the rule does."""

    label: str
    before: str
    after: str
    of_mode: bool = False


def figures_of(book: RuleBook, rule: Rule, audience: Audience = EVERYBODY) -> list[Figure]:
    """Every figure that the rule reads, as it stands for these people, in the order of its description."""
    return list(_figures(book, rule, audience))


def _figures(book: RuleBook, rule: Rule, audience: Audience) -> Iterator[Figure]:
    setting = book.setting(rule.code, *audience)
    hours = setting.cool_down / HOUR
    yield Figure("cool_down_hours", "同じ知らせを繰り返さない時間", "時間", hours, up_to(LONGEST / HOUR))
    for one in rule.parameters:
        value = setting.thresholds[one.name]
        yield Figure(f"thresholds.{one.name}", one.label, one.unit, value, one.allowed)
    for measure, bound in setting.bounds.items():
        for name in rule.bounds:
            label = f"{measure.label}：{BOUND_LABELS[name]}"
            unit, allowed = (measure.unit, _AMOUNT) if name in {"floor", "limit"} else ("倍", FACTOR)
            yield Figure(f"measures.{measure.name.lower()}.{name}", label, unit, getattr(bound, name), allowed)


def check_rule(book: RuleBook, rule: Rule) -> None:
    """Raise ``WrongRules`` where figures make no sense for anybody, be it that a kind's meet a role's."""
    for audience in audiences_of(rule.code, book):
        setting = book.setting(rule.code, *audience)
        reasons = [f"「{one.label}」は、{why}" for one in figures_of(book, rule, audience) if (why := one.why_not())]
        if reasons or (reason := rule.contradiction(setting)):
            raise WrongRules(f"{rule.label}（{audience_label(audience)}）：{reasons[0] if reasons else reason}")


def changes_between(before: RuleBook, after: RuleBook) -> list[RuleChange]:
    """Every figure and mode that differs, rule by rule, audience by audience."""
    return [line for rule in ALL_RULES for line in _changed(before, after, rule)]


def _changed(before: RuleBook, after: RuleBook, rule: Rule) -> Iterator[RuleChange]:
    own = {EVERYBODY, *before.own_audiences(rule.code), *after.own_audiences(rule.code)}
    told: dict[Audience, list[RuleChange]] = {}
    for audience in audiences_of(rule.code, before, after):
        told[audience] = lines = list(_changed_for(before, after, rule, audience))
        if audience not in own:
            # A kind's figures only meet a role's: what was told of either is not told again.
            known = (*told[Audience(audience.kind)], *told[Audience(role=audience.role)])
            lines = [line for line in lines if line not in known]
        for line in lines:
            yield replace(line, label=f"{rule.label}（{audience_label(audience)}）：{line.label}")


def _changed_for(before: RuleBook, after: RuleBook, rule: Rule, audience: Audience) -> Iterator[RuleChange]:
    """What differs for these people, without saying for whom."""
    old, new = before.setting(rule.code, *audience), after.setting(rule.code, *audience)
    if old.mode is not new.mode:
        yield RuleChange("動作", old.mode.label, new.mode.label, of_mode=True)
    olds = {one.path: one for one in figures_of(before, rule, audience)}
    for figure in figures_of(after, rule, audience):
        was = olds.get(figure.path)
        if was is None or was.value != figure.value:
            yield RuleChange(figure.label, in_words(was), in_words(figure))


def in_words(figure: Figure | None) -> str:
    """The figure with its unit."""
    return f"{figure.value:,g}{figure.unit}" if figure is not None else ""
