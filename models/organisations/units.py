"""Units of an organisation of which not all may read: grid and retail as one legal person (policy §1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from models.errors import DomainError

LONGEST_NAME = 100
MOST = 50


class WrongUnits(DomainError):
    """The units cannot be kept so; the reason says why."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit. ``reads`` says whether its people may read certifications at all."""

    name: str
    reads: bool

    def kept(self) -> dict[str, Any]:
        """The unit as it is stored."""
        return {"name": self.name, "reads": self.reads}

    def describe(self) -> str:
        """The unit in words."""
        return f"{self.name}（{'閲覧する' if self.reads else '閲覧しない'}）"


def units_of(kept: Iterable[Any]) -> tuple[Unit, ...]:
    """The units as stored. What is damaged reads nothing."""
    return tuple(Unit(str(one["name"]), one.get("reads") is True) for one in kept)


def unit_named(units: Sequence[Unit], name: str) -> Unit | None:
    """The unit of this name, if there is one."""
    return next((unit for unit in units if unit.name == name), None)


def check_units(units: Sequence[Unit]) -> None:
    """Raise ``WrongUnits`` unless the names are there, short enough and different."""
    names = [unit.name for unit in units]
    if any(not name.strip() or len(name) > LONGEST_NAME for name in names):
        raise WrongUnits(f"部門の名称は、1文字以上{LONGEST_NAME}文字以内にしてください。")
    if len(set(names)) != len(names):
        raise WrongUnits("同じ名称の部門が2つ以上あります。")
    if len(units) > MOST:
        raise WrongUnits(f"部門は{MOST}までです。")
