"""Self-inspections that were kept: the result as it came out, with its digest, for ever (M19)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, String, Text, exists, func, literal, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import clock
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.accounts.who import LONGEST_WHO, who_is
from models.assurance.sign_off import Capacity, SignOff, sign, signatures
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import Base, begin_writing
from models.errors import Conflict, NotFound
from models.lists import ListFilter, ListSpec, contains


class InspectionRun(Base):
    """One inspection. ``document`` is the result as JSON; ``made_by`` is empty for one made at the console.

    ``kept``, ``not_kept``, ``unknown`` and ``empty`` (nothing to look at) count its checks by their result.
    """

    __tablename__ = "inspection_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    kept: Mapped[int]
    not_kept: Mapped[int]
    unknown: Mapped[int]
    empty: Mapped[int] = mapped_column(server_default="0")
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    who: Mapped[str] = mapped_column(String(LONGEST_WHO))
    made_at: Mapped[datetime]

    @property
    def reference(self) -> str:
        """The number people speak of: ``S-2026-0005``, the year in Japan and the inspection's own number."""
        return f"S-{clock.in_japan(self.made_at).year}-{self.id:04}"

    @property
    def subject(self) -> str:
        """How its signatures and the trail name it."""
        return f"inspection-run:{self.id}"


def keep_run(
    session: Session, actor: Actor, document: str, sha256: str, counts: tuple[int, int, int, int]
) -> InspectionRun:
    """File a result; ``counts`` are its checks that are kept, not kept, unknown, and had nothing to look at."""
    begin_writing(session)
    by = session.get(Account, actor.account_id) if actor.account_id is not None else None
    kept, not_kept, unknown, empty = counts
    run = InspectionRun(
        document=document,
        sha256=sha256,
        kept=kept,
        not_kept=not_kept,
        unknown=unknown,
        empty=empty,
        made_by=actor.account_id,
        who=who_is(by) if by is not None else actor.login_id,
        made_at=clock.now(),
    )
    session.add(run)
    session.flush()
    details = {"kept": kept, "not_kept": not_kept, "unknown": unknown, "empty": empty, "sha256": sha256}
    record(session, Event(EventName.INSPECTION_KEPT, actor, object=run.subject, details=details))
    return run


def runs() -> ListSpec[InspectionRun]:
    """All of them, newest first."""
    sorts = {
        "at": InspectionRun.id,
        "kept": InspectionRun.kept,
        "not_kept": InspectionRun.not_kept,
        "unknown": InspectionRun.unknown,
    }
    filters = (
        ListFilter("result", "結果", _came_out, _RESULTS),
        ListFilter("who", "行った人", contains(InspectionRun.who)),
    )
    return ListSpec(select(InspectionRun), InspectionRun.id, sorts, filters, descending=True)


_RESULTS = (("not_kept", "守られていないものがある"), ("unknown", "確認できないものがある"), ("kept", "どちらもない"))


def _came_out(value: str) -> ColumnElement[bool]:
    not_kept, unknown = InspectionRun.not_kept > 0, InspectionRun.unknown > 0
    return {"not_kept": not_kept, "unknown": unknown, "kept": ~not_kept & ~unknown}[value]


def run_for(session: Session, number: int) -> InspectionRun:
    """The one with this number. Raises ``NotFound``."""
    found = session.get(InspectionRun, number)
    if found is None:
        raise NotFound
    return found


def runs_between(session: Session, since: datetime, until: datetime) -> Sequence[InspectionRun]:
    """Those made in a span, oldest first."""
    chosen = select(InspectionRun).where(InspectionRun.made_at >= since, InspectionRun.made_at < until)
    return session.scalars(chosen.order_by(InspectionRun.id)).all()


def latest_run(session: Session) -> InspectionRun | None:
    """The last one that was kept."""
    return session.scalar(select(InspectionRun).order_by(InspectionRun.id.desc()).limit(1))


def record_run_read(session: Session, viewer: Viewer, run: InspectionRun, part: str) -> None:
    """Record that a kept inspection was read: ``page`` or ``file``."""
    record(session, Event(EventName.INSPECTION_READ, viewer.actor, object=run.subject, details={"part": part}))


def acknowledge(session: Session, viewer: Viewer, number: int, shown: str, remark: str) -> None:
    """The owner takes note of what the page showed. Raises ``Conflict``, ``Forbidden``, ``NotFound``."""
    begin_writing(session)
    run = run_for(session, number)
    if shown != run.sha256:
        raise Conflict("表示された結果と、保存された結果が違います。画面を開き直してください。")
    sign(session, viewer, run.subject, run.sha256, remark)
    event = Event(EventName.INSPECTION_ACKNOWLEDGED, viewer.actor, object=run.subject, details={"sha256": run.sha256})
    record(session, event)


def is_acknowledged(session: Session, run: InspectionRun) -> bool:
    """Whether the owner has taken note of it."""
    return any(one.capacity is Capacity.OWNER for one in signatures(session, run.subject))


def count_unacknowledged(session: Session) -> int:
    """How many kept inspections the owner has not taken note of."""
    subject = literal("inspection-run:").concat(InspectionRun.id.cast(String))
    noted = exists().where(SignOff.subject == subject, SignOff.capacity_code == Capacity.OWNER.value)
    return session.scalar(select(func.count()).select_from(InspectionRun).where(~noted)) or 0
