"""What somebody has seen of the register: their acts as the trail holds them, and what these showed (M8, M11).

Whoever looks at it sees the certifications within their own rows alone, and is recorded with them like any reader.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Select, false, func, null, select, tuple_
from sqlalchemy.orm import Mapped, Session, aliased

from models import clock
from models.access import door
from models.access.door import Note, Reading
from models.access.viewer import Viewer
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent, AuditEventFacility
from models.certifications.criteria import read_criteria
from models.db import Base
from models.list_cursor import ListCursor, read_cursor
from models.lists import ListFilter, ListPage, ListSpec, equals
from models.register.certification import CERTIFICATIONS
from models.register.scope_keys import NATION

ACTS: Mapping[EventName, str] = {
    EventName.CERTIFICATIONS_LISTED: "一覧の表示",
    EventName.CERTIFICATION_READ: "設備の表示",
    EventName.CERTIFICATION_ABSENT: "見つからない設備の照会",
    EventName.CERTIFICATIONS_EXPORTED: "ファイルへの書き出し",
    EventName.EXPORT_MADE: "書き出しファイルの作成",
    EventName.EXPORT_ENDED: "書き出しの終了",
    EventName.EXPORT_FETCHED: "書き出しファイルの取得",
    EventName.EXPORT_FETCH_ENDED: "書き出しファイルの取得の終了",
    EventName.EXPORT_FILE_ABSENT: "見つからない書き出しファイルの照会",
    EventName.IMPORT_READ: "取込みの内容の確認",
    EventName.VIEWING_RECORD_READ: "閲覧の記録の確認",
    EventName.ROW_EXPLAINED: "見える理由の確認",
    EventName.READERS_LISTED: "閲覧できる組織の確認",
    EventName.PREVIEW_LISTED: "プレビューでの一覧の表示",
    EventName.PREVIEW_READ: "プレビューでの設備の表示",
}
"""The acts by which somebody sees certifications, or takes them away, in the words of the list."""
_QUESTIONS = frozenset({EventName.CERTIFICATIONS_LISTED.value, EventName.CERTIFICATIONS_EXPORTED.value})


_SHOWN = select(func.count()).where(AuditEventFacility.event_number == AuditEvent.number).scalar_subquery()


class ViewingAct(Base):
    """One act as the trail holds it, and how many certifications it has shown. Nothing is ever written here."""

    __table__ = select(
        AuditEvent.number,
        AuditEvent.at,
        AuditEvent.name,
        AuditEvent.account_id,
        AuditEvent.address,
        AuditEvent.details,
        _SHOWN.label("shown"),
    ).subquery("viewing_acts")
    __mapper_args__ = {"primary_key": [__table__.c.number]}

    if TYPE_CHECKING:
        number: Mapped[int]
        at: Mapped[datetime]
        name: Mapped[str]
        account_id: Mapped[int | None]
        address: Mapped[str]
        details: Mapped[dict[str, Any]]
        shown: Mapped[int]


@dataclass(frozen=True, slots=True)
class Watched:
    """Whose record, and of which days in Japan, both included."""

    account_id: int
    first_day: date
    last_day: date

    @property
    def since(self) -> datetime:
        """The first moment of it."""
        return clock.day_begins(self.first_day)

    @property
    def until(self) -> datetime:
        """The first moment after it."""
        return clock.day_ends(self.last_day)


@dataclass(frozen=True, slots=True)
class SeenFacility:
    """A certification that was shown: its present 設備ID if the reader may see it, how often, when first and last."""

    certification_id: int
    facility_id: str | None
    times: int
    first_at: datetime
    last_at: datetime


def acts_of(watched: Watched) -> ListSpec[ViewingAct]:
    """The acts, newest first."""
    act = ViewingAct
    names = [(name.value, label) for name, label in ACTS.items()]
    return ListSpec(
        select(act).where(*_by(act, watched), act.name.in_([name for name, _label in names])),
        act.number,
        {"at": act.number},
        (ListFilter("act", "操作", equals(act.name), names),),
        descending=True,
    )


def record_acts_read(session: Session, viewer: Viewer, watched: Watched) -> None:
    """Record that somebody's acts are looked at."""
    details = {"part": "acts", **_days(watched), "total": None}
    subject = f"account:{watched.account_id}"
    record(session, Event(EventName.VIEWING_RECORD_READ, viewer.actor, object=subject, details=details))


def asked_in_words(viewer: Viewer, act: ViewingAct) -> tuple[str, ...]:
    """What an act asked for, as far as the reader may see the items it names."""
    asked = act.details.get("asked")
    if act.name in _QUESTIONS and isinstance(asked, dict):
        criteria = read_criteria(asked, viewer.items)
        return (*criteria.describe(), *(("権限により表示しない条件",) if criteria.ignored else ()))
    if isinstance(asked, dict):
        return tuple(str(one) for name, given in asked.items() if name in viewer.items for one in given)
    return (str(asked or act.details.get("file_number", "")),)


def facilities_seen(
    session: Session, viewer: Viewer, watched: Watched, size: int, cursor: ListCursor | None = None
) -> ListPage[SeenFacility]:
    """A page of the certifications shown, those seen last first. Recorded with the certifications of the page."""
    backwards = cursor is not None and cursor.backwards
    with door.reading(session, viewer) as register:
        seen = _seen(register, watched)
        total = register.how_many(seen)
        found = register.execute(_described(register, _page(seen, cursor, size + 1), backwards=backwards)).all()
        more, found = len(found) > size, found[:size]
        found = found[::-1] if backwards else found
        _note(register, watched, "facilities", total, [row.id for row in found])
    before, after = (more, cursor is not None) if backwards else (cursor is not None, more)
    return ListPage(
        rows=[_facility(row) for row in found],
        total=total,
        preceding=ListCursor(found[0].last, found[0].id, backwards=True) if found and before else None,
        following=ListCursor(found[-1].last, found[-1].id) if found and after else None,
    )


def facilities_shown(session: Session, viewer: Viewer, watched: Watched) -> int:
    """How many certifications were shown. Recorded, without naming any."""
    with door.reading(session, viewer) as register:
        total = register.how_many(_seen(register, watched))
        _note(register, watched, "number", total, ())
    return total


def every_facility_seen(session: Session, viewer: Viewer, watched: Watched) -> tuple[int, Iterator[SeenFacility]]:
    """All of them in the same order, for a file; and the number of the event that records it, with every one."""
    with door.reading(session, viewer) as register:
        seen = _seen(register, watched)
        found = register.execute(_described(register, _page(seen, None, None), backwards=False)).all()
        note = _note(register, watched, "file", len(found), [row.id for row in found])
    return note.number, map(_facility, found)


def read_edge(after: str, before: str) -> ListCursor | None:
    """The cursor an address states for this list; None when it is unreadable."""
    return read_cursor(after, before, AuditEvent.number)


def _by(event: type[AuditEvent | ViewingAct], watched: Watched) -> tuple[Any, ...]:
    return (event.account_id == watched.account_id, event.at >= watched.since, event.at < watched.until)


def _seen(register: Reading, watched: Watched) -> Select[*tuple[Any, ...]]:
    """Each certification shown, within the reader's rows: its key, how often, the numbers of first and last event."""
    facility = AuditEventFacility
    number = facility.event_number
    statement: Select[*tuple[Any, ...]] = select(
        facility.certification_id.label("id"),
        func.count().label("times"),
        func.min(number).label("first"),
        func.max(number).label("last"),
    ).where(number.in_(select(AuditEvent.number).where(*_by(AuditEvent, watched))))
    if not register.viewer.scope:
        statement = statement.where(false())
    elif NATION not in register.viewer.scope:  # every certification carries the nation's key
        mine = select(CERTIFICATIONS.c.id).where(register.in_scope())
        statement = statement.where(facility.certification_id.in_(mine))
    return statement.group_by(facility.certification_id)


def _page(seen: Select[Any], cursor: ListCursor | None, limit: int | None) -> Select[*tuple[Any, ...]]:
    one = seen.subquery("seen")
    statement = select(one)
    backwards = cursor is not None and cursor.backwards
    if cursor is not None:
        row, edge = tuple_(one.c.last, one.c.id), tuple_(cursor.value, cursor.key)
        statement = statement.where(row > edge if backwards else row < edge)
    order = (one.c.last.asc(), one.c.id.asc()) if backwards else (one.c.last.desc(), one.c.id.desc())
    return statement.order_by(*order).limit(limit)


def _described(register: Reading, page: Select[Any], *, backwards: bool) -> Select[*tuple[Any, ...]]:
    """The page with 設備ID and moments: looked up for its own rows alone."""
    one, first, last = page.subquery("page"), aliased(AuditEvent), aliased(AuditEvent)
    shown = CERTIFICATIONS.c.facility_id if "facility_id" in register.viewer.items else null()
    statement = (
        select(one, shown.label("facility_id"), first.at.label("first_at"), last.at.label("last_at"))
        .outerjoin(CERTIFICATIONS, CERTIFICATIONS.c.id == one.c.id)
        .join(first, first.number == one.c.first)
        .join(last, last.number == one.c.last)
    )
    order = (one.c.last.asc(), one.c.id.asc()) if backwards else (one.c.last.desc(), one.c.id.desc())
    return statement.order_by(*order)


def _note(register: Reading, watched: Watched, part: str, total: int, keys: Sequence[int]) -> Note:
    details = {"part": part, **_days(watched), "total": total}
    name, subject = EventName.VIEWING_RECORD_READ, f"account:{watched.account_id}"
    return register.note(name, certifications=keys, object=subject, details=details)


def _days(watched: Watched) -> dict[str, str]:
    return {"since": watched.first_day.isoformat(), "until": watched.last_day.isoformat()}


def _facility(row: Row[Any]) -> SeenFacility:
    return SeenFacility(row.id, row.facility_id, row.times, row.first_at, row.last_at)
