"""What one person may take away, by kind of organisation and role: data, changed by two persons (B4, policy §5).

What the deployment's settings say is the default, and nobody may take more than they say.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import clock
from models.access.permissions import Permission, permissions_of
from models.access.viewer import Viewer
from models.accounts.account import Role
from models.approvals import proposing
from models.approvals.acts import Change, Difference, TwoPersonAct
from models.approvals.approval import Approval, ApprovalKind
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.certifications.quota import Limits
from models.db import Base
from models.errors import DomainError, NotFound
from models.mail.outgoing import Outgoing
from models.monitoring.alert_reading import people_in_question
from models.organisations.kinds import OrganisationKind, kinds_in_use

_LABELS = {
    "rows_a_file": "1ファイルの件数",
    "rows_a_day": "1日の件数",
    "files_in_a_while": "10分間のファイル数",
}


class AboveTheCeiling(DomainError):
    """More than the deployment lets anybody take."""

    def __init__(self, ceiling: Limits) -> None:
        super().__init__(
            f"この運用で設定できるのは、1ファイル {ceiling.rows_a_file:,} 件、1日 {ceiling.rows_a_day:,} 件、"
            f"10分間に {ceiling.files_in_a_while} ファイルまでです。"
        )


class ExportLimit(Base):
    """The limits of a kind and role from a moment on; the last row counts. Rows are never changed."""

    __tablename__ = "export_limits"
    __table_args__ = (Index("ix_export_limits_kind_role", "kind", "role", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind_code: Mapped[str] = mapped_column("kind", String(30))
    role_code: Mapped[str] = mapped_column("role", String(30))
    rows_a_file: Mapped[int]
    rows_a_day: Mapped[int]
    files_in_a_while: Mapped[int]
    in_force_from: Mapped[datetime]
    approval_id: Mapped[int] = mapped_column(ForeignKey("approvals.id"))

    @property
    def limits(self) -> Limits:
        """The numbers."""
        return Limits(self.rows_a_file, self.rows_a_day, self.files_in_a_while)


@dataclass(frozen=True, slots=True)
class LimitsOf:
    """Of whom, what they are now, and since when they are not the default; None while they are."""

    kind: OrganisationKind
    role: Role
    limits: Limits
    changed_at: datetime | None


def limits_for(session: Session, kind: OrganisationKind, role: Role, ceiling: Limits) -> Limits:
    """What a person of this kind and role may take away; ``ceiling`` is what the deployment lets anybody take."""
    found = _newest(session, kind, role)
    return _within(found.limits, ceiling) if found is not None else ceiling


def every_limit(session: Session, ceiling: Limits) -> list[LimitsOf]:
    """The limits of everybody who may take anything, in the order of the catalogue."""
    newest = select(func.max(ExportLimit.id)).group_by(ExportLimit.kind_code, ExportLimit.role_code)
    rows = session.scalars(select(ExportLimit).where(ExportLimit.id.in_(newest)))
    by_whom = {(one.kind_code, one.role_code): one for one in rows}
    return [_shown(kind, role, by_whom.get((kind.value, role.value)), ceiling) for kind, role in _takers()]


def check_takes(kind: str, role: str) -> tuple[OrganisationKind, Role]:
    """Kind and role as members of their closed sets. Raises ``NotFound`` for those who take nothing."""
    for one in _takers():
        if one == (kind, role):
            return one
    raise NotFound


def propose(
    session: Session, viewer: Viewer, kind: OrganisationKind, role: Role, wanted: Limits, ceiling: Limits, reason: str
) -> Approval:
    """Lay other limits before the second person. Raises ``AboveTheCeiling``, and what proposing raises."""
    if wanted != _within(wanted, ceiling):
        raise AboveTheCeiling(ceiling)
    act, subject = ApprovalKind.CHANGE_EXPORT_LIMITS, f"export-limits:{kind.value}:{role.value}"
    payload = {"limits": asdict(wanted), "ceiling": asdict(ceiling)}
    return proposing.propose(session, {act: CHANGE_LIMITS}, viewer, act, subject, reason, payload)


def _takers() -> list[tuple[OrganisationKind, Role]]:
    export = Permission.CERTIFICATION_EXPORT
    return [(kind, role) for kind in kinds_in_use() for role in Role if export in permissions_of(kind, role)]


def _newest(session: Session, kind: OrganisationKind, role: Role) -> ExportLimit | None:
    theirs = select(ExportLimit).where(ExportLimit.kind_code == kind.value, ExportLimit.role_code == role.value)
    return session.scalar(theirs.order_by(ExportLimit.id.desc()).limit(1))


def _within(limits: Limits, ceiling: Limits) -> Limits:
    return Limits(
        min(limits.rows_a_file, ceiling.rows_a_file),
        min(limits.rows_a_day, ceiling.rows_a_day),
        min(limits.files_in_a_while, ceiling.files_in_a_while),
    )


def _shown(kind: OrganisationKind, role: Role, found: ExportLimit | None, ceiling: Limits) -> LimitsOf:
    if found is None:
        return LimitsOf(kind, role, ceiling, None)
    return LimitsOf(kind, role, _within(found.limits, ceiling), found.in_force_from)


def whose(approval: Approval) -> tuple[OrganisationKind, Role]:
    """Whose limits an approval is to change."""
    _about, kind, role = approval.subject.split(":")
    return OrganisationKind(kind), Role(role)


def _difference(session: Session, approval: Approval) -> Difference:
    kind, role = whose(approval)
    before = asdict(limits_for(session, kind, role, _of(approval.payload["ceiling"])))
    after = approval.payload["limits"]
    changes = [
        Change(label, f"{before[name]:,}", f"{after[name]:,}")
        for name, label in _LABELS.items()
        if before[name] != after[name]
    ]
    impossible = "" if changes else "今の上限と同じです。"
    about, people = f"書き出しの上限（{kind.label}・{role.label}）", people_in_question(session)
    return Difference(about, changes, in_question=people, impossible=impossible)


def _change(session: Session, _outgoing: Outgoing, actor: Actor, approval: Approval) -> None:
    kind, role = whose(approval)
    numbers = asdict(_of(approval.payload["limits"]))
    session.add(
        ExportLimit(
            kind_code=kind.value,
            role_code=role.value,
            **numbers,
            in_force_from=clock.now(),
            approval_id=approval.id,
        )
    )
    session.flush()
    details = {
        "kind": kind.value,
        "role": role.value,
        "rows_a_file": numbers["rows_a_file"],
        "rows_a_day": numbers["rows_a_day"],
        "files_in_ten_minutes": numbers["files_in_a_while"],
        "approval": approval.id,
        "proposed_by": approval.proposed_by,
    }
    record(session, Event(EventName.EXPORT_LIMITS_CHANGED, actor, object=approval.subject, details=details))


def _of(kept: Mapping[str, int]) -> Limits:
    return Limits(**kept)


CHANGE_LIMITS = TwoPersonAct(
    proposers=frozenset({Permission.EXPORT_LIMITS}),
    approvers=frozenset({Permission.EXPORT_LIMITS}),
    difference=_difference,
    carry_out=_change,
)
