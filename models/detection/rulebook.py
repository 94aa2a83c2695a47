"""The rules in force as data: mode, cool-down and thresholds of each, per kind of organisation."""

import tomllib
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

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

    Never below ``floor``. An alarm at ``own`` times the person's own reference and ``peers`` times what two of a
    thousand days of their peers exceed, both; always at ``limit``, where that is not 0. Half the floor, ``weak`` times
    the own reference and what two of a hundred days exceed are a weak sign.
    """

    floor: float
    limit: float = 0.0
    own: float = 3.0
    peers: float = 1.3
    weak: float = 2.0


BOUND_NAMES = tuple(field.name for field in fields(Bound))


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """One rule as it stands for one kind."""

    mode: Mode
    cool_down: int
    thresholds: Mapping[str, float]
    bounds: Mapping[Measure, Bound]


class RuleBook:
    """All rules. ``data`` has an entry per rule code: ``mode``, ``cool_down_hours``, ``thresholds``, ``measures`` (by
    the measure's name in lower case, each a ``Bound``) and ``kinds`` (per kind, whichever of these differ).
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = deepcopy(dict(data))
        self._settings: dict[tuple[str, str], RuleSetting] = {}
        for code, entry in self._data.items():
            for kind in ("", *entry.get("kinds", {})):
                self.setting(code, kind)

    def kinds_of(self, code: str) -> frozenset[str]:
        """The kinds for which the rule has entries of its own."""
        return frozenset(self._data[code].get("kinds", {}))

    @property
    def data(self) -> dict[str, Any]:
        """The data, to be kept or changed."""
        return deepcopy(self._data)

    def setting(self, code: str, kind: str) -> RuleSetting:
        """The rule as it stands for the kind. Raises ``WrongRules``."""
        found = self._settings.get((code, kind))
        if found is None:
            found = self._settings[code, kind] = self._read(code, kind)
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

    def _read(self, code: str, kind: str) -> RuleSetting:
        try:
            entry = _over(self._data[code], self._data[code].get("kinds", {}).get(kind, {}))
            bounds = {Measure[name.upper()]: Bound(**bound) for name, bound in entry.get("measures", {}).items()}
            hours = int(entry.get("cool_down_hours", 72))
            return RuleSetting(Mode(entry["mode"]), hours * 3600, entry.get("thresholds", {}), bounds)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise WrongRules(f"検知の規則「{code}」の設定（{kind or '共通'}）が正しくありません: {error}") from error


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
