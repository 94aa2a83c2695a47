"""The trail as a list: what it can be filtered by, at ten million events as at ten (M11, M13).

Every filter but the dates is equality on a column whose index goes on with the moment, the order of the list; so a page
is one short range, whichever is asked. What cannot be that is not offered.
"""

from collections.abc import Callable, Sequence
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session

from models.access.viewer import Viewer
from models.audit.event_meanings import area_of, label_of
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.audit.tables import IN_A_UNIT, REFUSED, AuditEvent, AuditEventFacility
from models.auditing.frequent import frequent
from models.auditing.withheld import told_of
from models.db import Base
from models.lists import ListFilter, ListQuestion, ListSpec, equals, from_day_to_day

COUNTED_TO = 1_000
OUTCOMES = {Outcome.DONE: "実施", Outcome.REFUSED: "拒否", Outcome.FAILED: "失敗"}


class FacilityAct(Base):
    """An act together with one certification it showed. Nothing is ever written here."""

    __table__ = (
        select(
            AuditEventFacility.event_number.label("number"),
            AuditEventFacility.certification_id,
            *(column for column in AuditEvent.__table__.columns if column.key != "number"),
        )
        .join(AuditEvent, AuditEvent.number == AuditEventFacility.event_number)
        .subquery("facility_acts")
    )
    __mapper_args__ = {"primary_key": [__table__.c.number, __table__.c.certification_id]}

    if TYPE_CHECKING:
        number: Mapped[int]
        certification_id: Mapped[int]
        at: Mapped[Any]
        name: Mapped[str]
        outcome: Mapped[str]
        account_id: Mapped[int | None]
        login_id: Mapped[str]
        organisation: Mapped[str]
        unit: Mapped[str]
        address: Mapped[str]
        object: Mapped[str]
        edition: Mapped[int | None]
        details: Mapped[dict[str, Any]]


Acts = type[AuditEvent] | type[FacilityAct]


def acts_told_to(session: Session, viewer: Viewer) -> ListSpec[AuditEvent]:
    """Every event but those withheld from the viewer (``models.auditing.withheld``), newest first."""
    return ListSpec(
        select(AuditEvent).where(told_of(session, viewer)),
        AuditEvent.number,
        {"at": AuditEvent.at},
        filters_of(AuditEvent),
        descending=True,
        counted_to=COUNTED_TO,
    )


def filters_of(acts: Acts) -> tuple[ListFilter, ...]:
    """Whom, where, what, from where, when, how it ended."""
    return (
        ListFilter("actor", "ログインID", equals(acts.login_id)),
        ListFilter("organisation", "組織（名称）", equals(acts.organisation)),
        ListFilter("unit", "部門（名称）", _and(IN_A_UNIT, acts.unit)),
        ListFilter("act", "操作", lambda value: frequent(acts.name == value), _acts()),
        ListFilter("object", "対象", equals(acts.object)),
        ListFilter("address", "接続元アドレス", lambda value: acts.address == normal_address(value)),
        *from_day_to_day(acts.at),
        ListFilter("outcome", "結果", _outcome(acts), [(one.value, label) for one, label in OUTCOMES.items()]),
    )


def record_looked_at(session: Session, viewer: Viewer, spec: ListSpec[Any], question: ListQuestion) -> None:
    """Record that the list was looked at, and for what."""
    details = {"asked": in_words(spec, question)}
    record(session, Event(EventName.TRAIL_LISTED, viewer.actor, details=details))


def in_words(spec: ListSpec[Any], question: ListQuestion) -> list[str]:
    """The conditions of a question."""
    return [one.describe(question.filters[one.name]) for one in spec.filters if one.name in question.filters]


def normal_address(given: str) -> str:
    """An address as the trail writes it: an IPv4 address mapped into IPv6 is IPv4; what is none stands for itself."""
    try:
        found = ip_address(given)
    except ValueError:
        return given
    return str(getattr(found, "ipv4_mapped", None) or found)


def _acts() -> Sequence[tuple[str, str]]:
    named = sorted((area_of(name), label_of(name), name.value) for name in EventName)
    return [(name, f"{area}：{label}") for area, label, name in named]


def _outcome(acts: Acts) -> Callable[[str], ColumnElement[bool]]:
    """Equality, and for what did not succeed the words of the index that holds these few alone."""
    few = _and(REFUSED, acts.outcome)
    return lambda value: acts.outcome == value if value == Outcome.DONE else few(value)


def _and(words: Any, column: InstrumentedAttribute[str] | Mapped[str]) -> Callable[[str], ColumnElement[bool]]:
    return lambda value: (column == value) & words
