"""The world of one simulated year: how its people work. Every seed is another world, so that no rule fits just one."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Habits:
    """Shares are of people or of days (0 to 1); spreads are those of lognormal variables."""

    busy_spread: float  # between people
    day_spread: float  # between the days of one person
    acts_a_day: float
    searches_share: float
    exporters: float
    export_days: float
    export_rows: float
    export_spread: float
    direct_views: float
    shift_workers: float
    part_timers: float
    telework: float
    second_device: float
    late_days: float
    weekend_days: float
    month_end: float
    typos: float
    new_computers: float
    transfers: float
    leave: float
    shared_desks: float
    changing_home_addresses: float
    given_countries: float

    @classmethod
    def drawn(cls, chance: Random) -> "Habits":
        """A world by chance, within what offices know."""
        between = chance.uniform
        return cls(
            busy_spread=between(0.3, 0.9),
            day_spread=between(0.25, 0.6),
            acts_a_day=between(12, 30),
            searches_share=between(0.25, 0.5),
            exporters=between(0.2, 0.6),
            export_days=between(0.05, 0.25),
            export_rows=between(100, 700),
            export_spread=between(0.5, 1.0),
            direct_views=between(0.0, 0.25),
            shift_workers=between(0.05, 0.3),
            part_timers=between(0.05, 0.2),
            telework=between(0.1, 0.6),
            second_device=between(0.1, 0.4),
            late_days=between(0.02, 0.12),
            weekend_days=between(0.005, 0.04),
            month_end=between(1.3, 2.6),
            typos=between(0.03, 0.12),
            new_computers=between(0.2, 0.6),
            transfers=between(0.1, 0.3),
            leave=between(0.01, 0.04),
            shared_desks=between(0.0, 0.5),
            changing_home_addresses=between(0.0, 0.5),
            given_countries=between(0.5, 1.0),
        )
