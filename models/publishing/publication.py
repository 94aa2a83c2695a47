"""Publishing: drafts are laid before a second person, who approves exactly what was laid before them (policy §2).

Several drafts may go together, as when one sentence changes for many kinds of organisation. Approved, each version
comes into force by itself at the beginning of its day in Japan.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, update
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
from models.db import changed_rows
from models.errors import Conflict, DomainError
from models.legal.published_texts import TextVersion, days_called_off
from models.mail.outgoing import Outgoing
from models.publishing.checks import Taken, date_fault, in_words
from models.publishing.difference import TextDifference, compare
from models.publishing.documents import TextDocument, Version, document_named
from models.publishing.drafts import Draft, Stale, hold

CHANGED_SINCE = "提案の後に下書きが変わったため、承認できません。もう一度、提案してください。"


@dataclass(frozen=True, slots=True)
class Laid:
    """One draft as it was laid before the second person: a line of the approval's payload."""

    id: int
    revision: int
    document: TextDocument
    version: date
    sha256: str

    @classmethod
    def of(cls, line: Mapping[str, Any]) -> "Laid":
        """The line as it is kept."""
        version = date.fromisoformat(line["version"])
        return cls(line["id"], line["revision"], document_named(line["document"]), version, line["sha256"])

    @property
    def line(self) -> dict[str, Any]:
        """What is kept of it."""
        version = self.version.isoformat()
        named = {"document": self.document.name, "version": version, "sha256": self.sha256}
        return {"id": self.id, "revision": self.revision} | named


@dataclass(frozen=True, slots=True)
class Comparison:
    """One draft or published version beside the version it changes."""

    document: TextDocument
    version: date | None
    changes: Sequence[str]
    basis: Version
    after: TextDifference


class NotReady(DomainError):
    """A draft is not yet what it must be; the sentence says which, and what is missing first."""

    def __init__(self, draft: Draft, reason: str) -> None:
        super().__init__(f"「{draft.document.label}」の下書きは、まだ提案できません。{reason}")


def lay_before(session: Session, viewer: Viewer, chosen: Sequence[tuple[int, int]], reason: str) -> Approval:
    """Propose to publish these drafts together, each named by its number and the revision that was looked at.

    Raises ``NotReady``, ``Stale`` (one has been saved since), ``Conflict`` (one waits already), ``NotFound``.
    """
    if not chosen:
        raise DomainError("公開する下書きを選んでください。")
    drafts = [_ready(session, number, revision) for number, revision in sorted(set(chosen))]
    payload = {"texts": [one.line for one in map(_laid, drafts)]}
    subject = f"texts:{','.join(str(draft.row.id) for draft in drafts)}"
    kind = ApprovalKind.PUBLISH_TEXT
    approval = proposing.propose(session, {kind: PUBLISH_TEXT}, viewer, kind, subject, reason, payload)
    for draft in drafts:
        draft.row.approval_id = approval.id
    session.flush()
    return approval


def comparison_of(draft: Draft) -> Comparison:
    """A draft beside the newest published version."""
    edit = draft.edit
    difference = compare(draft.document, draft.basis.words, edit.words)
    return Comparison(draft.document, edit.version, edit.changes, draft.basis, difference)


def comparisons_of(session: Session, approval: Approval) -> Sequence[Comparison]:
    """What an approval is about, as far as the rows are still what was laid before the second person."""
    return [_compared(session, laid, row) for laid, row in _rows(session, approval) if row is not None]


def _ready(session: Session, number: int, revision: int) -> Draft:
    draft = hold(session, number)
    if draft.row.revision != revision:
        raise Stale
    if faults := draft.faults(clock.today()):
        raise NotReady(draft, faults[0].reason)
    return draft


def _laid(draft: Draft) -> Laid:
    row = draft.row
    return Laid(row.id, row.revision, draft.document, row.version or date.min, row.sha256)


def _difference(session: Session, approval: Approval) -> Difference:
    """What would change; the digests stand in it, so that the words approved are the words shown."""
    lines, reasons, labels, today = [], [], [], clock.today()
    for laid, row in _rows(session, approval):
        label = f"{laid.document.label}（{in_words(laid.version)}施行）"
        labels.append(label)
        if row is None:
            reasons.append(CHANGED_SINCE)
            continue
        compared = _compared(session, laid, row)
        now, then = in_words(compared.basis.version), in_words(laid.version)
        lines.append(Change(laid.document.label, f"{now}施行の版", f"{then}施行の版（{compared.after.in_words}）"))
        lines.append(Change("照合値（SHA-256）", compared.basis.sha256, laid.sha256))
        lines += [Change("この版で変わったこと", "", sentence) for sentence in compared.changes]
        taken = Taken(_former(session, laid), days_called_off(session, laid.document.name))
        if reason := date_fault(laid.version, taken, today):
            reasons.append(f"{label}：{reason}")
    return Difference("、".join(labels), lines, impossible="".join(dict.fromkeys(reasons)))


def _publish(session: Session, _outgoing: Outgoing, actor: Actor, approval: Approval) -> None:
    now, events = clock.now(), []
    for laid in _laid_in(approval):
        statement = (
            update(TextVersion)
            .where(
                TextVersion.id == laid.id,
                TextVersion.published_at.is_(None),
                TextVersion.revision == laid.revision,
                TextVersion.sha256 == laid.sha256,
                TextVersion.version == laid.version,
            )
            .values(published_at=now, approved_by=actor.account_id)
        )
        if changed_rows(session, statement) != 1:
            raise Conflict(CHANGED_SINCE)
        laid.document.versions(session)  # read as everybody will read it: what cannot be read is not published
        told = session.scalars(select(TextVersion.changes).where(TextVersion.id == laid.id)).one()
        details = {
            "document": laid.document.name,
            "version": laid.version.isoformat(),
            "sha256": laid.sha256,
            "changes": told,
            "approval": approval.id,
            "proposed_by": approval.proposed_by,
        }
        events.append(Event(EventName.TEXT_PUBLISHED, actor, object=f"text:{laid.id}", details=details))
    for event in events:
        record(session, event)


def _laid_in(approval: Approval) -> Sequence[Laid]:
    return [Laid.of(line) for line in approval.payload["texts"]]


def _rows(session: Session, approval: Approval) -> Iterator[tuple[Laid, TextVersion | None]]:
    for laid in _laid_in(approval):
        chosen = select(TextVersion).where(
            TextVersion.id == laid.id, TextVersion.revision == laid.revision, TextVersion.sha256 == laid.sha256
        )
        yield laid, session.scalar(chosen.execution_options(populate_existing=True))


def _former(session: Session, laid: Laid) -> Sequence[Version]:
    """The published versions this one comes after: all of them, before it is one of them itself."""
    return [one for one in laid.document.versions(session) if one.sha256 != laid.sha256 or one.version != laid.version]


def _compared(session: Session, laid: Laid, row: TextVersion) -> Comparison:
    basis = max((one for one in _former(session, laid) if one.version <= laid.version), key=lambda one: one.version)
    after = compare(laid.document, basis.words, laid.document.words(row.content))
    return Comparison(laid.document, laid.version, row.changes, basis, after)


PUBLISH_TEXT = TwoPersonAct(
    proposers=frozenset({Permission.TEXT_PUBLISH}),
    approvers=frozenset({Permission.TEXT_PUBLISH}),
    difference=_difference,
    carry_out=_publish,
)
