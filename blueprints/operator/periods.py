"""The period an address asks for."""

from dataclasses import dataclass
from datetime import date

from flask import request

from models import clock
from models.looking_back.period import USUAL_DAYS, Period, WrongPeriod


@dataclass(frozen=True, slots=True)
class Asked:
    """A period, as it was typed, and what was wrong with it: then the usual one is shown."""

    period: Period
    since: str
    until: str
    problem: str

    def parameters(self) -> dict[str, str]:
        """As an address states it; the usual one is left out."""
        if self.problem or not (self.since or self.until):
            return {}
        return {"since": self.period.first_day.isoformat(), "until": self.period.last_day.isoformat()}


def asked_period(days: int = USUAL_DAYS) -> Asked:
    """From ``since`` to ``until``; either may be left out, and the usual period is so many days long."""
    since, until = request.args.get("since", "").strip(), request.args.get("until", "").strip()
    usual = Period.usual(clock.today(), days)
    try:
        first = date.fromisoformat(since) if since else usual.first_day
        last = date.fromisoformat(until) if until else usual.last_day
        return Asked(Period(first, last), since, until, "")
    except WrongPeriod as error:
        return Asked(usual, since, until, error.reason)
    except ValueError:
        return Asked(usual, since, until, "日付で入力してください（例: 2026-04-01）。")
