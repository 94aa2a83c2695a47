"""The rules in force as data: mode, cool-down and thresholds of each, per kind of organisation and role."""

import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from models.detection.alert import Severity
from models.detection.measures import Measure
from models.errors import DomainError

SHIPPED_RULES = Path(__file__).with_name("rules.toml")


class Mode(StrEnum):
    """What a rule may do."""

    OFF = "off"
    WATCH = "watch"
    ALERT = "alert"
    STOP = "stop"

    @property
    def label(self) -> str:
        """The mode in words."""
        return _LABELS[self]

    def is_weaker_than(self, other: "Mode") -> bool:
        """Whether a rule does less in this mode than in the other."""
        modes = list(Mode)
        return modes.index(self) < modes.index(other)

    @property
    def severity(self) -> Severity:
        """How grave what the rule finds is."""
        return Severity.WATCH if self is Mode.OFF else Severity(self.value)


_LABELS = {Mode.OFF: "使わない", Mode.WATCH: "注視", Mode.ALERT: "警告", Mode.STOP: "警告と一時停止"}


class WrongRules(DomainError):
    """The rules cannot be used; the reason names the entry."""


@dataclass(frozen=True, slots=True)
class Bound:
    """Where a figure becomes unusual.

    Always an alarm at ``limit``, where that is not 0. Otherwise never below ``floor``, and from ``own`` times the
    person's own reference and ``peers`` times what two of a thousand days of their peers exceed on, both. Half the
    floor, ``weak`` times the own reference and what two of a hundred days exceed are a weak sign.
    """

    floor: float
    limit: float = 0.0
    own: float = 3.0
    peers: float = 1.3
    weak: float = 2.0


BOUND_NAMES = tuple(field.name for field in fields(Bound))


class Audience(NamedTuple):
    """Whom figures are for: a kind of organisation and a role; empty is every kind, every role."""

    kind: str = ""
    role: str = ""

    def entry(self, change: Mapping[str, Any]) -> dict[str, Any]:
        """``change`` at the place in a rule's entry where it counts for these people."""
        of_role = {"roles": {self.role: change}} if self.role else dict(change)
        return {"kinds": {self.kind: of_role}} if self.kind else of_role


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """One rule as it stands for people of one kind and role."""

    mode: Mode
    cool_down: int
    thresholds: Mapping[str, float]
    bounds: Mapping[Measure, Bound]


class RuleBook:
    """All rules. ``data`` has an entry per rule code: ``mode``, ``cool_down_hours``, ``thresholds``, ``measures`` (by
    the measure's name in lower case, each a ``Bound``), and whichever of these differ under ``kinds`` per kind, under
    ``roles`` per role in every kind, and under ``roles`` of a kind per role in that kind.

    Of each figure counts the one said of the fewest people: said of the kind and role, else of the role, else of the
    kind, else of all.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = deepcopy(dict(data))
        self._settings: dict[tuple[str, str, str], RuleSetting] = {}
        for code in self._data:
            for audience in {Audience(), *self.own_audiences(code)}:
                self.setting(code, *audience)

    def own_audiences(self, code: str) -> frozenset[Audience]:
        """Everybody but all of whom the rule's entry says something. Raises ``WrongRules``.

        No kind and no role is empty: what would be said of such people would stand for all on every page, and be no
        one's in truth.
        """
        entry, own = self._data[code], set()
        try:
            for kind, of_kind in entry.get("kinds", {}).items():
                own |= {Audience(kind)} if of_kind.keys() - {"roles"} else set()
                own |= {Audience(kind, role) for role in of_kind.get("roles", {})}
            own |= {Audience(role=role) for role in entry.get("roles", {})}
        except AttributeError as error:
            raise WrongRules(f"検知の規則「{code}」の kinds と roles を読めません: {error}") from error
        if "" in entry.get("kinds", {}) or any("" in one.get("roles", {}) for one in _with_roles(entry)):
            raise WrongRules(f"検知の規則「{code}」の kinds と roles に、名前のないものがあります。")
        return frozenset(own)

    @property
    def data(self) -> dict[str, Any]:
        """The data, to be kept or changed."""
        return deepcopy(self._data)

    def setting(self, code: str, kind: str, role: str = "") -> RuleSetting:
        """The rule as it stands for people of this kind and role. Raises ``WrongRules``."""
        found = self._settings.get((code, kind, role))
        if found is None:
            found = self._settings[code, kind, role] = self._read(code, kind, role)
        return found

    def under(self, document: Mapping[str, Any]) -> "RuleBook":
        """``document`` laid over these rules: whatever it does not name is as here.

        So an edition older than a rule, or than a threshold, stays in force, and the new one joins it as delivered.
        """
        return RuleBook(_over(self._data, document))

    def changed(self, code: str, change: Mapping[str, Any]) -> "RuleBook":
        """The same rules with one of them changed: ``change`` is laid over its entry."""
        if code not in self._data:
            raise WrongRules(f"「{code}」という規則はありません。")
        return RuleBook({**self._data, code: _over(self._data[code], change)})

    def alone(self, code: str) -> "RuleBook":
        """The same rules with all others off, for everybody."""
        return RuleBook({one: entry if one == code else _off(entry) for one, entry in self._data.items()})

    def _read(self, code: str, kind: str, role: str) -> RuleSetting:
        try:
            entry = self._data[code]
            of_kind = entry.get("kinds", {}).get(kind, {})
            of_role, of_both = (one.get("roles", {}).get(role, {}) for one in (entry, of_kind))
            entry = _over(_over(_over(entry, of_kind), of_role), of_both)
            bounds = {Measure[name.upper()]: Bound(**bound) for name, bound in entry.get("measures", {}).items()}
            hours = int(entry.get("cool_down_hours", 72))
            return RuleSetting(Mode(entry["mode"]), hours * 3600, entry.get("thresholds", {}), bounds)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            whose = " ".join(filter(None, (kind, role))) or "共通"
            raise WrongRules(f"検知の規則「{code}」の設定（{whose}）が正しくありません: {error}") from error


def _with_roles(entry: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Wherever a rule's entry may speak of roles."""
    yield entry
    yield from entry.get("kinds", {}).values()


def _off(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {**{name: value for name, value in entry.items() if name not in {"kinds", "roles"}}, "mode": Mode.OFF}


def _over(entry: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(entry)
    for name, value in change.items():
        old = result.get(name)
        result[name] = _over(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return result


def read_rules(path: Path) -> RuleBook:
    """The rules in a file. Raises ``WrongRules``."""
    try:
        return RuleBook(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongRules(f"{path} を規則として読めません: {error}") from error


@cache
def shipped_rules() -> RuleBook:
    """The rules as delivered."""
    return read_rules(SHIPPED_RULES)
