"""Rules in words: every figure of every rule as one line, and what differs between two books."""

from collections.abc import Iterator
from dataclasses import dataclass

from models.detection.rulebook import RuleBook
from models.detection.rules import ALL_RULES
from models.detection.rules.rule import Rule
from models.organisations.kinds import OrganisationKind

ALL_KINDS = "すべての種類"
BOUND_LABELS = {
    "floor": "下限",
    "limit": "上限（0 は無し）",
    "own": "本人のふだんの倍率",
    "peers": "同種の利用者の倍率",
    "weak": "弱い兆候の倍率",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a rule: where it stands in the entry, how it reads, its value and unit.

    ``path`` names the place: ``cool_down_hours``, ``thresholds.days``, ``measures.views.floor``.
    """

    path: str
    label: str
    unit: str
    value: float


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One line of a difference."""

    label: str
    before: str
    after: str


def kinds_of(book: RuleBook, code: str) -> list[str]:
    """The kinds of organisation for which the rule has figures of its own, the common ones (empty) first."""
    own = book.data[code].get("kinds", {})
    return ["", *(kind.value for kind in OrganisationKind if kind.value in own)]


def kind_label(kind: str) -> str:
    """The kind in words."""
    return OrganisationKind(kind).label if kind else ALL_KINDS


def figures_of(book: RuleBook, rule: Rule, kind: str = "") -> list[Figure]:
    """Every figure of the rule as it stands for the kind, in the order of its description."""
    return list(_figures(book, rule, kind))


def _figures(book: RuleBook, rule: Rule, kind: str) -> Iterator[Figure]:
    setting = book.setting(rule.code, kind)
    yield Figure("cool_down_hours", "同じ知らせを繰り返さない時間", "時間", setting.cool_down / 3600)
    words = {one.name: one for one in rule.parameters}
    for name, value in setting.thresholds.items():
        parameter = words.get(name)
        label, unit = (parameter.label, parameter.unit) if parameter else (name, "")
        yield Figure(f"thresholds.{name}", label, unit, value)
    for measure, bound in setting.bounds.items():
        for name, label in BOUND_LABELS.items():
            value = getattr(bound, name)
            unit = measure.unit if name in {"floor", "limit"} else "倍"
            yield Figure(f"measures.{measure.name.lower()}.{name}", f"{measure.label}：{label}", unit, value)


def changes_between(before: RuleBook, after: RuleBook) -> list[RuleChange]:
    """Every figure and mode that differs, rule by rule, kind by kind."""
    return [line for rule in ALL_RULES for line in _changed(before, after, rule)]


def _changed(before: RuleBook, after: RuleBook, rule: Rule) -> Iterator[RuleChange]:
    for kind in sorted({*kinds_of(before, rule.code), *kinds_of(after, rule.code)}):
        about = f"{rule.label}（{kind_label(kind)}）"
        old, new = before.setting(rule.code, kind), after.setting(rule.code, kind)
        if old.mode is not new.mode:
            yield RuleChange(f"{about}：動作", old.mode.label, new.mode.label)
        olds = {one.path: one for one in figures_of(before, rule, kind)}
        for figure in figures_of(after, rule, kind):
            was = olds.get(figure.path)
            if was is None or was.value != figure.value:
                yield RuleChange(f"{about}：{figure.label}", in_words(was), in_words(figure))


def in_words(figure: Figure | None) -> str:
    """The figure with its unit."""
    return f"{figure.value:,g}{figure.unit}" if figure is not None else ""
