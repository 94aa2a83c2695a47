"""The trail's old part given up, once it is safe elsewhere and two officers have permitted it (B3)."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import clock
from models.audit import trail_file
from models.audit.actor import Actor
from models.audit.checkpoints import CheckpointBook
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent, AuditEventFacility, AuditHead, AuditPurge
from models.audit.verify_trail import Broken, Verifier
from models.auditing.purging import hold_permit, too_young
from models.db import begin_writing
from models.errors import Conflict


def purge(
    session: Session, actor: Actor, book: CheckpointBook, path: Path, years: int, approval_number: int
) -> AuditPurge:
    """Take away the trail's beginning: exactly the events of the exported file ``path``, and keep what joins the rest.

    Raises ``Conflict`` unless two officers permitted the purge of this very file (``purging``), it is the beginning of
    the trail as the database holds it, a checkpoint covers its last event, and none of it is younger than ``years``.
    """
    begin_writing(session)
    read = _read_back(path)
    first, last = read.first, read.last
    approval = hold_permit(session, approval_number, first, last, read.sha256)
    session.execute(select(AuditHead.number).with_for_update())
    _check_may_go(session, book, read, years)
    proof = AuditPurge(
        at=clock.now(),
        first=first,
        last=last,
        previous_hash=read.previous,
        last_hash=read.head,
        sha256=read.sha256,
        approval=approval.id,
    )
    session.add(proof)
    session.flush()
    shown, events = AuditEventFacility.event_number, AuditEvent.number
    session.execute(delete(AuditEventFacility).where(shown.between(first, last)))
    session.execute(
        delete(AuditEvent).where(events.between(first, last)), execution_options={"synchronize_session": False}
    )
    details = {name: getattr(proof, name) for name in _PROVEN}
    told = {
        "events": last - first + 1,
        "approval": approval.id,
        "proposed_by": approval.proposed_by,
        "approved_by": approval.decided_by,
    }
    record(session, Event(EventName.TRAIL_PURGED, actor, object=f"events:{first}-{last}", details={**details, **told}))
    return proof


_PROVEN = ("first", "last", "previous_hash", "last_hash", "sha256")


def _check_may_go(session: Session, book: CheckpointBook, read: "_ReadBack", years: int) -> None:
    if read.first != trail_file.whole(session).first:
        raise Conflict("ファイルが、データベースに残る最初の証跡から始まっていません。")
    end = session.execute(select(AuditEvent.hash).where(AuditEvent.number == read.last)).one_or_none()
    if end is None or end.hash != read.head:
        raise Conflict("ファイルの内容が、データベースの証跡と違います。")
    if not any(one.covers >= read.last for one in book.all()):
        raise Conflict("この証跡を確認した照合点がありません。flask audit checkpoint を先に実行してください。")
    if too_young(session, read.first, read.last, years):
        raise Conflict(f"保存期間（{years} 年）を過ぎていない証跡が含まれています。")


@dataclass(frozen=True, slots=True)
class _ReadBack:
    first: int
    last: int
    previous: str
    head: str
    sha256: str


def _read_back(path: Path) -> _ReadBack:
    """An exported file, checked line by line."""
    digest, verifier = sha256(), Verifier()
    try:
        with path.open("rb") as file:
            for raw in file:
                digest.update(raw)
                verifier.take(raw)
    except (Broken, OSError, ValueError) as error:
        raise Conflict("ファイルを、証跡として読めません。") from error
    if not verifier.count:
        raise Conflict("ファイルに、証跡が一つもありません。")
    return _ReadBack(verifier.first, verifier.last, verifier.goes_on_from, verifier.head, digest.hexdigest())
