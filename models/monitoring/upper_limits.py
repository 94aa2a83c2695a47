"""What can be said of a file before it is taken: that its rows alone reach an upper limit at which detection stops it.

Whether a file stands out against a person's past is seen when it is taken. An upper limit asks for no past, and an
approval by another person does not lift it: whoever asks and whoever approves is told in time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from sqlalchemy.orm import Session

from models.accounts.account import Role
from models.detection.measures import Measure
from models.detection.rulebook import Mode, RuleSetting, WrongRules
from models.detection.rules import RULES
from models.detection.rules.rule import Rule
from models.detection.signal import Act
from models.monitoring.rules_in_force import rules_in_force
from models.organisations.kinds import OrganisationKind

_RAISED_BY_ONE_FILE = frozenset(
    {
        Measure.EXPORT_ROWS,
        Measure.ROWS_IN_TEN_MINUTES,
        Measure.ROWS_IN_AN_HOUR,
        Measure.DIFFERENT,
        Measure.WEEK_EXPORT_ROWS,
        Measure.MONTH_EXPORT_ROWS,
    }
)
"""The figures that are never less than the rows of a file taken now, each of which is another facility."""


@dataclass(frozen=True, slots=True)
class UpperLimit:
    """From so many ``rows`` on the rule named ``rule`` stops a file, by this figure, whoever takes it."""

    rule: str
    measure: Measure
    rows: int

    @property
    def reason(self) -> str:
        """Which limit is reached, in words."""
        return (
            f"この件数は、監視の規則「{self.rule}」の上限（{self.measure.label} {self.rows:,} {self.measure.unit}）"
            "に達します。"
        )


def limit_reached(session: Session, kind: OrganisationKind, role: Role, rows: int) -> UpperLimit | None:
    """The lowest upper limit at which a file of ``rows`` alone would be stopped, for people of this kind and role.

    By the rules in force now; ``None`` where there is none.
    """
    try:
        _edition, book = rules_in_force(session)
    except WrongRules:
        return None  # nobody takes any file then, and is told so
    limits = (one for rule in RULES for one in _limits(rule, book.setting(rule.code, kind.value, role.value)))
    reached = [one for one in limits if one.rows <= rows]
    return min(reached, key=lambda one: (one.rows, one.measure), default=None)


def _limits(rule: Rule, setting: RuleSetting) -> Iterator[UpperLimit]:
    """Every upper limit at which the rule stops a file."""
    if setting.mode is not Mode.STOP or Act.EXPORT not in rule.acts or "limit" not in rule.bounds:
        return
    for measure in _RAISED_BY_ONE_FILE.intersection(rule.measures, setting.bounds):
        bound = setting.bounds[measure]
        if bound.limit:
            yield UpperLimit(rule.label, measure, ceil(bound.limit))
