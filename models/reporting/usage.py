"""Use by organisation and account in a month, counted by the database over the trail (M11)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, literal, null, select, union_all
from sqlalchemy.orm import Session

from models.audit.event_names import EventName
from models.audit.tables import AuditEvent, AuditEventFacility
from models.reporting.acts import ACT_OF, BY_SOMEBODY, SHOWING, USING, Act, is_act, within
from models.reporting.month import Month

Key = tuple[int | None, int | None]
"""An organisation and an account by their numbers; whoever moves within a month has one for each organisation."""


@dataclass(slots=True)
class Use:
    """What one account did in one organisation. ``rows`` were taken away in files."""

    organisation_id: int | None
    account_id: int | None
    organisation: str
    login_id: str
    acts: Counter[Act] = field(default_factory=Counter)
    rows: int = 0

    @property
    def using(self) -> int:
        """How many acts showed certifications."""
        return sum(self.acts[act] for act in USING)


@dataclass(frozen=True, slots=True)
class Facilities:
    """How many different certifications were shown: to each account, to each organisation, in all."""

    by_account: Mapping[Key, int]
    by_organisation: Mapping[int | None, int]
    overall: int


def uses_of(session: Session, month: Month) -> list[Use]:
    """Everybody who did something in the month, in the order of organisations and IDs.

    An organisation that changed its name has the one it had last.
    """
    event = AuditEvent
    keys = (event.organisation_id, event.account_id, event.organisation, event.login_id, event.name, event.outcome)
    latest = func.max(event.number).label("latest")
    statement = (
        select(*keys, func.count().label("times"))
        .where(is_act(*BY_SOMEBODY), within(month))
        .group_by(*keys)
        .order_by(latest)
    )
    found: dict[Key, Use] = {}
    names: dict[int | None, str] = {}
    for organisation_id, account_id, organisation, login_id, name, outcome, times in session.execute(statement):
        use = found.setdefault((organisation_id, account_id), Use(organisation_id, account_id, "", login_id))
        use.acts[ACT_OF[name, outcome]] += times
        names[organisation_id] = organisation
    for key, rows in _rows_taken(session, month).items():
        found[key].rows = rows
    for use in found.values():
        use.organisation = names[use.organisation_id]
    return sorted(found.values(), key=lambda use: (use.organisation, use.organisation_id or 0, use.login_id))


def facilities_of(session: Session, month: Month) -> Facilities:
    """How many different certifications were shown in the month. One pass over what the events name."""
    event, shown = AuditEvent, AuditEventFacility
    seen = (
        select(event.organisation_id, event.account_id, shown.certification_id)
        .join(shown, shown.event_number == event.number)
        .where(event.name.in_(SHOWING), within(month))
        .distinct()
        .cte("seen")
    )
    columns = seen.c
    different = func.count(columns.certification_id.distinct())
    each = select(literal("account"), columns.organisation_id, columns.account_id, func.count())
    together = select(literal("organisation"), columns.organisation_id, null(), different)
    statement = union_all(
        each.group_by(columns.organisation_id, columns.account_id),
        together.group_by(columns.organisation_id),
        select(literal("all"), null(), null(), different),
    )
    by_account: dict[Key, int] = {}
    by_organisation: dict[int | None, int] = {}
    overall = 0
    for level, organisation_id, account_id, number in session.execute(statement):
        if level == "account":
            by_account[organisation_id, account_id] = number
        elif level == "organisation":
            by_organisation[organisation_id] = number
        else:
            overall = number
    return Facilities(by_account, by_organisation, overall)


def _rows_taken(session: Session, month: Month) -> dict[Key, int]:
    event = AuditEvent
    statement = (
        select(event.organisation_id, event.account_id, func.sum(event.details["total"].as_integer()))
        .where(event.name == EventName.CERTIFICATIONS_EXPORTED.value, is_act(Act.EXPORT), within(month))
        .group_by(event.organisation_id, event.account_id)
    )
    return {
        (organisation_id, account_id): int(rows) for organisation_id, account_id, rows in session.execute(statement)
    }
