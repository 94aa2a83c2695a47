"""The plan of inspections and audits for a fiscal year, and what of it was done (M13, M19; 統一基準 R7 2.3.1)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import clock
from models.access.viewer import Viewer
from models.assurance.run import InspectionRun, runs_between
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import Base, begin_writing
from models.errors import Conflict, DomainError, NotFound

FIRST_MONTH = 4
"""The fiscal year begins in April."""
SELF_INSPECTIONS_A_YEAR = 2
LONGEST_SUBJECT = 200
LONGEST_WHO = 200
LONGEST_NOTE = 1_000


class WrongDay(DomainError):
    """An item cannot have been done on this day."""


class PlanKind(StrEnum):
    """What is planned."""

    SELF_INSPECTION = "self_inspection"
    EXTERNAL_AUDIT = "external_audit"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The kind in words."""
        return _KINDS[self]


_KINDS = {
    PlanKind.SELF_INSPECTION: "自己点検",
    PlanKind.EXTERNAL_AUDIT: "外部監査",
    PlanKind.OTHER: "その他の点検",
}


class PlanItem(Base):
    """One thing to be done in one month of a fiscal year. ``month`` is a calendar month, 1 to 12.

    ``done_note`` says what came of it; ``withdrawn_note`` why it was given up.
    """

    __tablename__ = "inspection_plan_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(index=True)
    month: Mapped[int]
    kind_code: Mapped[str] = mapped_column("kind", String(20))
    subject: Mapped[str] = mapped_column(String(LONGEST_SUBJECT))
    who: Mapped[str] = mapped_column(String(LONGEST_WHO))
    added_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    added_at: Mapped[datetime]
    done_on: Mapped[date | None]
    done_note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawn_note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")

    @property
    def kind(self) -> PlanKind:
        """What is planned, as a member of the closed set."""
        return PlanKind(self.kind_code)

    @property
    def last_day(self) -> date:
        """The last day of its month."""
        year = self.fiscal_year + (self.month < FIRST_MONTH)
        return clock.months_after(date(year, self.month, 1), 1) - date.resolution

    def state_on(self, today: date) -> str:
        """Where it stands, in words."""
        if self.withdrawn_at is not None:
            return "取りやめ"
        if self.done_on is not None:
            return "実施済み"
        return "期限超過" if today > self.last_day else "予定"


@dataclass(frozen=True, slots=True)
class Planned:
    """What somebody writes into the plan."""

    month: int
    kind: PlanKind
    subject: str
    who: str


@dataclass(frozen=True, slots=True)
class YearOfInspections:
    """A fiscal year: the plan, the self-inspections kept in it, and what is lacking of what is required."""

    fiscal_year: int
    items: Sequence[PlanItem]
    runs: Sequence[InspectionRun]
    lacking: tuple[str, ...]


def fiscal_year_of(day: date) -> int:
    """The fiscal year a day lies in."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def year_of_inspections(session: Session, fiscal_year: int) -> YearOfInspections:
    """The plan of a year in the order of its months, with what was done."""
    chosen = select(PlanItem).where(PlanItem.fiscal_year == fiscal_year)
    items = sorted(session.scalars(chosen), key=lambda one: (one.last_day, one.id))
    since, until = (clock.day_begins(date(year, FIRST_MONTH, 1)) for year in (fiscal_year, fiscal_year + 1))
    found = runs_between(session, since, until)
    return YearOfInspections(fiscal_year, items, found, tuple(_lacking(items, found)))


def add_item(session: Session, viewer: Viewer, fiscal_year: int, planned: Planned) -> PlanItem:
    """Write something into the plan."""
    begin_writing(session)
    item = PlanItem(
        fiscal_year=fiscal_year,
        month=planned.month,
        kind_code=planned.kind.value,
        subject=planned.subject,
        who=planned.who,
        added_by=viewer.account_id,
        added_at=clock.now(),
    )
    session.add(item)
    session.flush()
    _record(session, viewer, item, "add")
    return item


def plan_item(session: Session, number: int) -> PlanItem:
    """The item with this number. Raises ``NotFound``."""
    found = session.get(PlanItem, number)
    if found is None:
        raise NotFound
    return found


def finish_item(session: Session, viewer: Viewer, number: int, on: date, note: str) -> None:
    """State that it was done on a day, and what came of it. Raises ``WrongDay``, ``Conflict``, ``NotFound``."""
    item = _held(session, number)
    if on > clock.today():
        raise WrongDay("実施した日は、今日までの日付で入力してください。")
    item.done_on, item.done_note = on, note
    session.flush()
    _record(session, viewer, item, "finish")


def withdraw_item(session: Session, viewer: Viewer, number: int, note: str) -> None:
    """Give it up, and say why; it stays in the plan as given up. Raises ``Conflict``, ``NotFound``."""
    item = _held(session, number)
    item.withdrawn_at, item.withdrawn_note = clock.now(), note
    session.flush()
    _record(session, viewer, item, "withdraw")


def _held(session: Session, number: int) -> PlanItem:
    """The item, held until the end of the transaction, when it is still open."""
    begin_writing(session)
    chosen = select(PlanItem).where(PlanItem.id == number).with_for_update().execution_options(populate_existing=True)
    item = session.scalar(chosen)
    if item is None:
        raise NotFound
    if item.done_on is not None or item.withdrawn_at is not None:
        raise Conflict("この予定は、すでに実施済み又は取りやめです。")
    return item


def _lacking(items: Sequence[PlanItem], found: Sequence[InspectionRun]) -> Iterator[str]:
    open_items = [one for one in items if one.withdrawn_at is None]
    planned = sum(one.kind is PlanKind.SELF_INSPECTION for one in open_items)
    if planned < SELF_INSPECTIONS_A_YEAR:
        yield f"自己点検の予定が年{SELF_INSPECTIONS_A_YEAR}回に足りません（予定 {planned} 回）。"
    if len(found) < SELF_INSPECTIONS_A_YEAR:
        yield f"保存された自己点検が年{SELF_INSPECTIONS_A_YEAR}回に達していません（実施 {len(found)} 回）。"
    if not any(one.kind is PlanKind.EXTERNAL_AUDIT for one in open_items):
        yield "外部監査の予定がありません。"


def _record(session: Session, viewer: Viewer, item: PlanItem, act: str) -> None:
    details = {"fiscal_year": item.fiscal_year, "act": act}
    record(session, Event(EventName.PLAN_CHANGED, viewer.actor, object=f"plan-item:{item.id}", details=details))
