"""Rehearsals: how many alarms rules would have raised on the past, beside those in force (M11).

Acts of the 90 days before the days looked at teach the habits and raise nothing. Nothing is kept but the counts and a
few examples; nobody is told and nobody is stopped. Nor does anybody read an example about themselves.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.audit.tables import AuditEvent
from models.detection.alert import Alert
from models.detection.replay import Rehearsed
from models.detection.replay import rehearse as replay_rules
from models.detection.rulebook import RuleBook
from models.detection.signal import Signal
from models.monitoring.countries_in_use import country_of
from models.monitoring.signals import WATCHED, signals_of

DAYS, LONGEST = 90, 366
TAUGHT_BY = timedelta(days=90)
BATCH = 1000

Progress = Callable[[int, int], None]
"""Told how many events are done, of how many."""


@dataclass(frozen=True, slots=True)
class Example:
    """One alarm in words, and whom it is about; ``login_id`` is empty where that is an organisation."""

    login_id: str
    words: str


@dataclass(slots=True)
class RuleRehearsed:
    """One rule: alarms by the rules in force and by those rehearsed, about how many people, per week, and examples."""

    before: int = 0
    after: int = 0
    people: int = 0
    weeks: dict[str, int] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)


@dataclass(slots=True)
class Rehearsal:
    """What came of a rehearsal over the last ``days`` days."""

    days: int
    rules: dict[str, RuleRehearsed] = field(default_factory=dict)

    @property
    def before(self) -> int:
        """How many alarms the rules in force would have raised."""
        return sum(one.before for one in self.rules.values())

    @property
    def after(self) -> int:
        """How many the rehearsed ones would have."""
        return sum(one.after for one in self.rules.values())

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> "Rehearsal":
        """The figures back from plain values; the examples are for ``told_to``."""
        return cls(
            kept["days"], {code: RuleRehearsed(**{**one, "examples": []}) for code, one in kept["rules"].items()}
        )

    @classmethod
    def told_to(cls, viewer: Viewer, kept: dict[str, Any]) -> "Rehearsal":
        """The whole of it for one reader: with the examples, but for those about themselves.

        Of a rehearsal kept when examples did not yet say whom they are about, there are none.
        """
        found = cls.of_json(kept)
        for code, one in kept["rules"].items():
            examples = (Example(**given) for given in one["examples"] if isinstance(given, dict))
            found.rules[code].examples += [given for given in examples if given.login_id != viewer.actor.login_id]
        return found


def rehearse(
    session: Session,
    rules: RuleBook,
    in_force: RuleBook,
    days: int = DAYS,
    *,
    only: str = "",
    progress: Progress = lambda _done, _total: None,
) -> Rehearsal:
    """Run both books over the trail of the last ``days`` days, in a session of its own; nothing is written.

    With ``only``, the code of a rule, all others are off.
    """
    since = clock.now() - timedelta(days=days)
    before, after = (_alarms(session, book, since, only, progress) for book in (in_force, rules))
    found = {code: RuleRehearsed(before=one.number) for code, one in before.items()}
    for code, one in after.items():
        kept = found.setdefault(code, RuleRehearsed())
        kept.after, kept.people, kept.weeks = one.number, len(one.people), dict(one.weeks)
        kept.examples = [Example(alert.login_id, _in_words(alert)) for alert in one.examples]
    return Rehearsal(days, found)


def _alarms(session: Session, book: RuleBook, since: datetime, only: str, progress: Progress) -> dict[str, Rehearsed]:
    signals = _signals(session, since - TAUGHT_BY, progress)
    return replay_rules(signals, book, since=since, only=only, country_of=country_of)


def _in_words(alert: Alert) -> str:
    return f"{clock.in_japan(alert.at):%Y-%m-%d %H:%M} {alert.login_id or alert.organisation}：{alert.reason}"


def _signals(session: Session, since: datetime, progress: Progress) -> Iterator[Signal]:
    watched = (AuditEvent.name.in_(WATCHED), AuditEvent.at >= since)
    first, total = session.execute(select(func.min(AuditEvent.number), func.count()).where(*watched)).one()
    done, last = 0, (first or 1) - 1
    while True:
        chosen = select(AuditEvent).where(*watched, AuditEvent.number > last).order_by(AuditEvent.number).limit(BATCH)
        events = session.scalars(chosen).all()
        yield from (signal for _number, signal in signals_of(session, events))
        if len(events) < BATCH:
            return
        done, last = done + len(events), events[-1].number
        session.expunge_all()  # a year's events do not stay in memory
        progress(done, total)
