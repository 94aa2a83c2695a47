"""A report on its way: kept from the form to the check of the answers, for its author alone."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import clock
from models.access.viewer import Viewer
from models.db import Base, SessionFactory, begin_writing, changed_rows, one_transaction
from models.incidents.answers import Answers

KEPT_FOR = timedelta(days=7)


class IncidentDraft(Base):
    """One person's unsent report; they have one at a time."""

    __tablename__ = "incident_drafts"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True, autoincrement=False)
    answers: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]


def draft_of(session: Session, viewer: Viewer) -> Answers | None:
    """What the viewer has filled in and not sent; after a week, nothing."""
    chosen = select(IncidentDraft.answers).where(
        IncidentDraft.account_id == viewer.actor.account_id, IncidentDraft.saved_at > clock.now() - KEPT_FOR
    )
    kept = session.scalar(chosen)
    return Answers.of_json(kept) if kept is not None else None


def keep_draft(session: Session, viewer: Viewer, answers: Answers) -> None:
    """Keep the answers until they are sent. Raises ``NoticedLater``, ``HappenedLater``."""
    answers.check(clock.today())
    begin_writing(session)
    session.merge(IncidentDraft(account_id=viewer.account_id, answers=answers.as_json(), saved_at=clock.now()))
    session.flush()


def drop_draft(session: Session, viewer: Viewer) -> bool:
    """Throw the draft away; ``False`` when there was none."""
    begin_writing(session)
    mine = delete(IncidentDraft).where(IncidentDraft.account_id == viewer.actor.account_id)
    return changed_rows(session, mine) == 1


def forget_drafts(sessions: SessionFactory, now: datetime) -> int:
    """Throw away what nobody has sent for a week; returns how many."""
    with one_transaction(sessions) as session:
        begin_writing(session)
        return changed_rows(session, delete(IncidentDraft).where(IncidentDraft.saved_at <= now - KEPT_FOR))
