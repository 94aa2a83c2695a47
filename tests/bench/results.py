"""What was measured, as a table with targets and verdicts."""

from dataclasses import dataclass, field

WIDTHS = (11, 10, 62, 9, 9, 8)


@dataclass(frozen=True, slots=True)
class Ratio:
    """One measured ratio. ``at_most`` or ``at_least`` is its target; with neither it is only told."""

    name: str
    value: float
    at_most: float | None = None
    at_least: float | None = None

    @property
    def met(self) -> bool:
        """Whether the target is met, if there is one."""
        return (self.at_most is None or self.value <= self.at_most) and (
            self.at_least is None or self.value >= self.at_least
        )

    @property
    def target(self) -> str:
        """The target in words."""
        if self.at_most is not None:
            return f"≤ {self.at_most:g}"
        return f"≥ {self.at_least:g}" if self.at_least is not None else ""

    @property
    def verdict(self) -> str:
        """``met``, ``missed``, or nothing where no target is set."""
        return ("met" if self.met else "MISSED") if self.target else ""


@dataclass
class Results:
    """The ratios of a run, with the figures in milliseconds they were made of, for orientation."""

    ratios: list[tuple[str, int, Ratio]] = field(default_factory=list)
    figures: dict[tuple[str, int], dict[str, float]] = field(default_factory=dict)

    def add(self, system: str, rows: int, *ratios: Ratio) -> None:
        """Add ratios of one database."""
        self.ratios += ((system, rows, ratio) for ratio in ratios)

    def note(self, system: str, rows: int, figures: dict[str, float]) -> None:
        """Keep figures of one database; later ones are added to those before."""
        self.figures.setdefault((system, rows), {}).update(figures)

    @property
    def missed(self) -> int:
        """How many targets were missed."""
        return sum(not ratio.met for _system, _rows, ratio in self.ratios)

    def table(self) -> str:
        """All of it as text."""
        lines = [_line("database", "rows", "ratio", "measured", "target", "verdict")]
        for system, rows, ratio in self.ratios:
            lines.append(_line(system, f"{rows:,}", ratio.name, f"{ratio.value:.2f}", ratio.target, ratio.verdict))
        for (system, rows), figures in self.figures.items():
            lines.append(f"\n{system}, {rows:,}, for orientation (ms unless said):")
            lines += (f"  {name:58s} {value:12.2f}" for name, value in figures.items())
        return "\n".join(lines)


def _line(*cells: str) -> str:
    return " ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()
