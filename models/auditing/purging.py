"""Giving up the trail's old part: permitted by two officers of the owner, then done at the console (policy §2, B3).

What is permitted is one file: the events it holds and its SHA-256. The console takes away what that file holds, once,
and the database itself refuses a purge that names no such approval (``purge_guards``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.approvals import proposing
from models.approvals.acts import Change, Difference, TwoPersonAct
from models.approvals.approval import Approval, ApprovalKind, ApprovalState, hold_approval
from models.audit import trail_file
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.errors import Conflict, NotFound
from models.mail.outgoing import Outgoing

PERMITTED_FOR = timedelta(days=14)
MOST_OFFERED = 20


@dataclass(frozen=True, slots=True)
class ExportedPart:
    """A file that holds the trail's beginning, as the trail recorded its export under ``number``."""

    number: int
    at: datetime
    by: str
    first: int
    last: int
    sha256: str

    @property
    def label(self) -> str:
        """The file in words."""
        written = f"{clock.in_japan(self.at):%Y-%m-%d %H:%M}"
        return f"証跡 {self.first:,}〜{self.last:,}（{written}、{self.by} による書き出し）"


def offered(session: Session, years: int) -> Sequence[ExportedPart]:
    """The exports whose whole content may be given up now, newest first."""
    chosen = select(AuditEvent).where(AuditEvent.name == EventName.TRAIL_EXPORTED.value)
    latest = session.scalars(chosen.order_by(AuditEvent.at.desc(), AuditEvent.number.desc()).limit(MOST_OFFERED))
    parts = [_part(event) for event in latest if _is_unbroken(event)]
    return [part for part in parts if not why_not(session, part, years)]


def propose(session: Session, viewer: Viewer, number: int, years: int, reason: str) -> Approval:
    """Lay the purge of what an export holds before the second officer. Raises ``NotFound``, and what proposing does."""
    event = session.get(AuditEvent, number)
    if event is None or event.name != EventName.TRAIL_EXPORTED or not _is_unbroken(event):
        raise NotFound
    part, kind = _part(event), ApprovalKind.PURGE_TRAIL
    subject = f"events:{part.first}-{part.last}"
    payload = {"export": part.number, "first": part.first, "last": part.last, "sha256": part.sha256, "years": years}
    return proposing.propose(session, {kind: PURGE_TRAIL}, viewer, kind, subject, reason, payload)


def why_not(session: Session, part: ExportedPart, years: int) -> str:
    """Why these events cannot be given up; empty when they can."""
    if part.first != trail_file.whole(session).first:
        return "データベースに残る最初の証跡から始まっていません（すでに廃棄されたか、前の部分が残っています）。"
    if too_young(session, part.first, part.last, years):
        return f"保存期間（{years} 年）を過ぎていない証跡が含まれています。"
    return ""


def too_young(session: Session, first: int, last: int, years: int) -> bool:
    """Whether any of these events is younger than the trail is kept for."""
    limit = clock.day_begins(clock.months_after(clock.today(), -12 * years))
    young = select(AuditEvent.number).where(AuditEvent.number.between(first, last), AuditEvent.at >= limit)
    return session.scalar(young.limit(1)) is not None


def hold_permit(session: Session, number: int, first: int, last: int, sha256: str) -> Approval:
    """The approval that permits the purge of exactly this file, held. Raises ``Conflict``, ``NotFound``."""
    approval = hold_approval(session, number)
    if approval.kind is not ApprovalKind.PURGE_TRAIL:
        raise Conflict(f"二人で行う操作 {number} は、証跡の廃棄を認めるものではありません。")
    if approval.state is not ApprovalState.CARRIED_OUT or approval.decided_at is None:
        raise Conflict(f"証跡の廃棄 {number} は、まだ二人目に承認されていないか、承認されませんでした。")
    if clock.now() - approval.decided_at > PERMITTED_FOR:
        raise Conflict(f"承認から {PERMITTED_FOR.days} 日を過ぎています。もう一度提案してください。")
    permitted = tuple(approval.payload[name] for name in ("first", "last", "sha256"))
    if permitted != (first, last, sha256):
        raise Conflict("このファイルは、承認されたファイルと違います。")
    return approval


def _is_unbroken(event: AuditEvent) -> bool:
    """Whether the export holds every event from its first to its last, and any at all."""
    told = event.details
    return 0 < int(told["events"]) == int(told["last"]) - int(told["first"]) + 1


def _part(event: AuditEvent) -> ExportedPart:
    told = event.details
    return ExportedPart(event.number, event.at, event.login_id, told["first"], told["last"], told["sha256"])


def _difference(session: Session, approval: Approval) -> Difference:
    event = session.get(AuditEvent, approval.payload["export"])
    first, last = approval.payload["first"], approval.payload["last"]
    about = f"証跡 {first:,}〜{last:,}"
    if event is None:
        return Difference(about, (), impossible="書き出しの記録が、証跡にありません。")
    part = _part(event)
    within = select(AuditEvent.at).where(AuditEvent.number.in_([first, last])).order_by(AuditEvent.number)
    days = " ～ ".join(f"{clock.day_in_japan(at).isoformat()}" for at in session.scalars(within))
    return Difference(
        about,
        (
            Change(f"{last - first + 1:,} 件の証跡", "データベースにある", "サーバーの操作で廃棄できる"),
            Change("証跡の日付", days or "―", days or "―"),
            Change("書き出したファイル", part.label, "保存を続ける"),
            Change("ファイルのSHA-256", part.sha256, part.sha256),
            Change("廃棄できる期間", "", f"承認から {PERMITTED_FOR.days} 日"),
        ),
        impossible=why_not(session, part, approval.payload["years"]),
    )


def _permit(_session: Session, _outgoing: Outgoing, _actor: Actor, _approval: Approval) -> None:
    """Nothing more: the approval itself is the permit, and what it permits is done where the file is."""


PURGE_TRAIL = TwoPersonAct(
    proposers=frozenset({Permission.TRAIL_PURGE}),
    approvers=frozenset({Permission.TRAIL_PURGE}),
    difference=_difference,
    carry_out=_permit,
)
