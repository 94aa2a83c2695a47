"""How a file that officers uploaded comes to nothing, and what is then said, kept and thrown away (M1)."""

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.audit.actor import Actor
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.certifications.intake import RowsRefused
from models.certifications.proposals.officers import NoLongerAllowed
from models.certifications.proposals.proposal import ImportProposal, Stage, hold
from models.certifications.proposals.uploads import Uploads
from models.db import SessionFactory, one_transaction
from models.errors import DomainError
from models.jobs import queue
from models.jobs.worker import BROKEN, STOPPED, Interrupted
from models.register.workbooks.refusals import RefusedFile


class End(StrEnum):
    """Why a preview or a taking in came to nothing."""

    FILE_REFUSED = "file-refused"
    ROWS_REFUSED = "rows-refused"
    DIFFERENCE_MOVED = "difference-moved"
    RIGHTS_CHANGED = "rights-changed"
    WORKER_LOST = "worker-lost"
    BROKEN_OFF = "broken-off"
    EXPIRED = "expired"


def record_end(session: Session, actor: Actor, proposal: ImportProposal, why: End) -> None:
    """Record that nothing came of a preview or a taking in."""
    outcome = Outcome.DONE if why is End.EXPIRED else Outcome.FAILED
    details = {"file": proposal.file_name, "sha256": proposal.sha256, "why": why.value}
    record(session, Event(EventName.IMPORT_ENDED, actor, outcome, f"import:{proposal.id}", details=details))


def why_ended(error: BaseException) -> End:
    """What ended the work, for the trail."""
    match error:
        case RefusedFile():
            return End.FILE_REFUSED
        case RowsRefused():
            return End.ROWS_REFUSED
        case NoLongerAllowed():
            return End.RIGHTS_CHANGED
        case _:
            return End.BROKEN_OFF


def sentence_of(error: BaseException) -> str:
    """The same in Japanese, for the officers."""
    if isinstance(error, DomainError):
        return error.reason
    return STOPPED if isinstance(error, Interrupted) else BROKEN


def lose_preview(uploads: Uploads, session: Session, number: str) -> None:
    """Give up a preview whose worker died: the file is forgotten."""
    proposal = hold(session, int(number))
    if proposal.stage is Stage.PREVIEWING:
        proposal.end(Stage.FAILED, clock.now(), queue.LOST)
        session.flush()
        record_end(session, Actor.worker(), proposal, End.WORKER_LOST)
        take_off(uploads, proposal)
    uploads.clear_work(proposal.token)


def lose_taking_in(uploads: Uploads, session: Session, number: str) -> None:
    """Give up a taking in whose worker died: nothing was taken in, and it may be decided anew."""
    proposal = hold(session, int(number))
    if proposal.stage is Stage.APPLYING:
        unconfirm(proposal)
        session.flush()
        record_end(session, Actor.worker(), proposal, End.WORKER_LOST)
    uploads.clear_work(proposal.token)


def tidy(sessions: SessionFactory, uploads: Uploads) -> None:
    """Give up what has expired, and clear away what crashed processes left behind."""
    now = clock.now()
    with one_transaction(sessions) as session:
        waiting = ImportProposal.stage_code.in_([Stage.PREVIEWING, Stage.READY])
        due = select(ImportProposal.id).where(waiting, ImportProposal.expires_at <= now)
        for number in session.scalars(due.order_by(ImportProposal.id)).all():
            proposal = hold(session, number)
            if proposal.stage_at(now) is Stage.EXPIRED:
                proposal.end(Stage.EXPIRED, now)
                session.flush()
                record_end(session, Actor.worker(), proposal, End.EXPIRED)
                take_off(uploads, proposal)
    with sessions() as session:
        uploads.clear_left(session)


def take_off(uploads: Uploads, proposal: ImportProposal) -> None:
    """Take the file, whose key is forgotten, off the disk."""
    uploads.path(proposal.token).unlink(missing_ok=True)


def unconfirm(proposal: ImportProposal) -> None:
    """Let somebody look at it again, and decide anew."""
    proposal.stage_code = Stage.READY.value
    proposal.confirmed_by = proposal.confirmed_in = proposal.confirmed_at = None
