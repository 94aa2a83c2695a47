"""What officers do with a file: upload it, take it in (another person), withdraw it (M1).

Every act is recorded. What takes long is left to jobs (``jobs``).
"""

from dataclasses import dataclass
from typing import IO, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.audit.actor import Actor
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.certifications.file_records import digest_of
from models.certifications.proposals.endings import take_off
from models.certifications.proposals.officers import SamePerson, check_other_person, why_not_ready
from models.certifications.proposals.proposal import KEPT_FOR, ImportProposal, ProposalKind, Stage, hold
from models.certifications.proposals.reading import find
from models.certifications.proposals.uploads import Uploads
from models.db import begin_writing
from models.errors import Conflict
from models.jobs import queue
from models.jobs.job import JobKind
from models.register.workbooks.bounds import ITEM_BOUNDS, REGISTER_BOUNDS
from models.register.workbooks.refusals import RefusedFile
from models.register.workbooks.safety import MAX_FILE_BYTES, check_file

__all__ = ["MAX_FILE_BYTES", "Offer", "confirm", "propose", "withdraw"]

MOST_WAITING = 200
"""So many files may wait at a time: more than a publication has, and 10 GB at most."""
_BOUNDS = {ProposalKind.PUBLISHED: REGISTER_BOUNDS, ProposalKind.ITEMS: ITEM_BOUNDS}
_WITHDRAWN = "取り下げられました。"
_NOT_TO_WITHDRAW = "この取込みは、もう取り下げられません。"


@dataclass(frozen=True, slots=True)
class Offer:
    """What an officer says of the file. ``file_name`` is the person's own, freed of folders."""

    kind: ProposalKind
    file_name: str
    strict: bool
    accept_vanished: bool
    reason: str


def propose(session: Session, viewer: Viewer, uploads: Uploads, offer: Offer, content: IO[bytes]) -> int:
    """Keep an uploaded file, and let a job work out what it would change; the answer is the proposal's number.

    Raises ``RefusedFile`` for one that is not to be opened: nothing is kept of it but the record. Raises ``Conflict``
    when too many wait.
    """
    account_id = viewer.account_id
    with uploads.received(content) as path:
        digest, size = digest_of(path), path.stat().st_size
        told = _told(offer, digest, size)
        try:
            check_file(path, _BOUNDS[offer.kind])
        except RefusedFile as refused:
            details = told | {"why": refused.reason}
            record(session, Event(EventName.IMPORT_PROPOSED, viewer.actor, Outcome.REFUSED, details=details))
            raise
        _check_room(session)
        token, sealed_key = uploads.keep(path)
    begin_writing(session)
    proposal = _proposal(viewer, offer, token, sealed_key)
    proposal.sha256, proposal.size = digest, size
    session.add(proposal)
    session.flush()
    _record(session, viewer.actor, proposal, EventName.IMPORT_PROPOSED, told | {"why": ""})
    queue.enqueue(session, JobKind.IMPORT_PREVIEW, str(proposal.id), account_id, proposal.proposed_at)
    return proposal.id


def _proposal(viewer: Viewer, offer: Offer, token: str, sealed_key: str) -> ImportProposal:
    now = clock.now()
    return ImportProposal(
        kind_code=offer.kind.value,
        stage_code=Stage.PREVIEWING.value,
        file_name=offer.file_name,
        strict=offer.strict,
        accept_vanished=offer.accept_vanished,
        reason=offer.reason,
        token=token,
        sealed_key=sealed_key,
        proposed_by=viewer.account_id,
        proposed_in=viewer.actor.session,
        proposed_at=now,
        expires_at=now + KEPT_FOR,
    )


def confirm(session: Session, viewer: Viewer, number: int) -> None:
    """Let a job take the file in, as its preview says. Pressed twice by the same person, it begins once.

    Raises ``SamePerson`` for whoever uploaded the file (recorded, for the caller to commit), ``Conflict`` when there is
    nothing to take in, ``NotFound``.
    """
    proposal, now = find(session, number), clock.now()
    try:
        check_other_person(proposal, viewer.actor.account_id)
    except SamePerson:
        details = _file(proposal) | {"proposed_by": proposal.proposed_by, "why": "same-person"}
        _record(session, viewer.actor, proposal, EventName.IMPORT_CONFIRMED, details, Outcome.REFUSED)
        raise
    if _begun_by(proposal, viewer):
        return
    _check_ready(proposal)
    proposal = hold(session, number)
    if _begun_by(proposal, viewer):
        return
    _check_ready(proposal)
    proposal.stage_code = Stage.APPLYING.value
    proposal.confirmed_by, proposal.confirmed_in = viewer.account_id, viewer.actor.session
    proposal.confirmed_at, proposal.moved_at = now, None
    session.flush()
    details = _file(proposal) | {"proposed_by": proposal.proposed_by, "why": ""}
    _record(session, viewer.actor, proposal, EventName.IMPORT_CONFIRMED, details)
    queue.enqueue(session, JobKind.IMPORT_APPLY, str(number), proposal.confirmed_by, now)


def withdraw(session: Session, viewer: Viewer, uploads: Uploads, number: int, reason: str) -> None:
    """Give the file up, one's own or another's.

    Raises ``Conflict`` once it is being taken in or over, ``NotFound``.
    """
    proposal, now = hold(session, number), clock.now()
    if proposal.stage_at(now) not in {Stage.PREVIEWING, Stage.READY}:
        raise Conflict(_NOT_TO_WITHDRAW)
    proposal.end(Stage.WITHDRAWN, now, reason)
    proposal.ended_by = viewer.actor.account_id
    session.flush()
    job = queue.find(session, JobKind.IMPORT_PREVIEW, str(number))
    if job is not None:
        queue.cancel(session, job.id, _WITHDRAWN, now)
    details = _file(proposal) | {"proposed_by": proposal.proposed_by, "reason": reason}
    _record(session, viewer.actor, proposal, EventName.IMPORT_WITHDRAWN, details)
    # A job that is working on it just now clears its own copy away.
    take_off(uploads, proposal)


def _begun_by(proposal: ImportProposal, viewer: Viewer) -> bool:
    begun = proposal.stage in {Stage.APPLYING, Stage.APPLIED}
    return begun and proposal.confirmed_by == viewer.actor.account_id


def _check_ready(proposal: ImportProposal) -> None:
    if reason := why_not_ready(proposal, clock.now()):
        raise Conflict(reason)


def _check_room(session: Session) -> None:
    waiting = select(func.count()).where(ImportProposal.sealed_key != "")
    if (session.scalar(waiting) or 0) >= MOST_WAITING:
        raise Conflict(f"取込みを待っているファイルが{MOST_WAITING}件あります。先に取り込むか、取り下げてください。")


def _told(offer: Offer, digest: str, size: int) -> dict[str, Any]:
    return {
        "kind": offer.kind.value,
        "file": offer.file_name,
        "sha256": digest,
        "size": size,
        "strict": offer.strict,
        "accept_vanished": offer.accept_vanished,
        "reason": offer.reason,
    }


def _file(proposal: ImportProposal) -> dict[str, Any]:
    return {"file": proposal.file_name, "sha256": proposal.sha256}


def _record(
    session: Session,
    actor: Actor,
    proposal: ImportProposal,
    name: EventName,
    details: dict[str, Any],
    outcome: Outcome = Outcome.DONE,
) -> None:
    record(session, Event(name, actor, outcome, f"import:{proposal.id}", details=details))
