"""Calling off a published version before its day: two persons again, for people may know of it (policy §2)."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.approvals import proposing
from models.approvals.acts import Change, Difference, TwoPersonAct
from models.approvals.approval import Approval, ApprovalKind
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.errors import Conflict, NotFound
from models.legal.published_texts import STANDS, CalledOffText, TextVersion
from models.mail.outgoing import Outgoing
from models.publishing.checks import in_words
from models.publishing.documents import document_named

IN_FORCE = "この版は、すでに施行されています。改めるには、新しい版の下書きを作ってください。"


def coming_version(session: Session, document: str, version: date) -> TextVersion:
    """The published version of this day, not yet in force. Raises ``NotFound``."""
    chosen = select(TextVersion).where(TextVersion.document == document, TextVersion.version == version, STANDS)
    found = session.scalar(chosen)
    if found is None or version <= clock.today():
        raise NotFound
    return found


def propose(session: Session, viewer: Viewer, document: str, version: date, reason: str) -> Approval:
    """Lay it before the second person. Raises ``NotFound`` once it is in force or called off, ``Conflict``."""
    found = coming_version(session, document, version)
    kind = ApprovalKind.CALL_OFF_TEXT
    return proposing.propose(session, {kind: CALL_OFF_TEXT}, viewer, kind, f"text:{found.id}", reason)


def _difference(session: Session, approval: Approval) -> Difference:
    row = session.get_one(TextVersion, approval.subject_id)
    document, version = document_named(row.document), row.version or date.min
    label = f"{document.label}（{in_words(version)}施行）"
    standing = [one.version for one in document.versions(session)]
    if version not in standing:
        return Difference(label, (), impossible="この版は、すでに取りやめられています。")
    impossible = IN_FORCE if version <= clock.today() else ""
    if later := [one for one in standing if one > version]:
        last = in_words(later[-1])
        impossible = impossible or f"この版の後に{last}施行の版があります。先にそちらを取りやめてください。"
    stays = max((one for one in standing if one < version), default=date.min)
    change = Change("施行", f"{in_words(version)}に施行", f"施行しない（{in_words(stays)}施行の版のまま）")
    return Difference(label, (change, Change("照合値（SHA-256）", row.sha256, "")), impossible=impossible)


def _call_off(session: Session, _outgoing: Outgoing, actor: Actor, approval: Approval) -> None:
    number = approval.subject_id
    row = session.scalars(select(TextVersion).where(TextVersion.id == number).with_for_update()).one()
    if reason := _difference(session, approval).impossible:
        raise Conflict(reason)
    session.add(
        CalledOffText(text=number, at=clock.now(), proposed_by=approval.proposed_by, approved_by=actor.account_id)
    )
    session.flush()
    details = {
        "document": row.document,
        "version": row.version.isoformat() if row.version else "",
        "sha256": row.sha256,
        "approval": approval.id,
        "proposed_by": approval.proposed_by,
    }
    record(session, Event(EventName.TEXT_CALLED_OFF, actor, object=f"text:{number}", details=details))


CALL_OFF_TEXT = TwoPersonAct(
    proposers=frozenset({Permission.TEXT_PUBLISH}),
    approvers=frozenset({Permission.TEXT_PUBLISH}),
    difference=_difference,
    carry_out=_call_off,
)
