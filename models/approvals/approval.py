"""An act that waits for a second person, as it is kept."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.accounts.account import Account
from models.db import Base, begin_writing
from models.errors import NotFound

KEPT_FOR = timedelta(days=14)
LONGEST_REASON = 200


class ApprovalKind(StrEnum):
    """What is to be done. ``models.administration.two_person_acts`` says who may, what changes and how."""

    RESET_SECOND_FACTOR = "reset_second_factor"
    RELEASE_ACCOUNT = "release_account"
    STOP_WATCHER = "stop_watcher"
    RELEASE_WATCHER = "release_watcher"
    OPEN_UNIT = "open_unit"
    MOVE_LAST_DAY = "move_last_day"
    REGISTER_ORGANISATIONS = "register_organisations"
    CHANGE_SCOPE = "change_scope"
    CLOSE_ORGANISATION = "close_organisation"
    LIFT_BAR = "lift_bar"
    STRIKE_OFF_ORGANISATION = "strike_off_organisation"
    LIFT_KIND_STOP = "lift_kind_stop"
    PUBLISH_TEXT = "publish_text"
    CALL_OFF_TEXT = "call_off_text"
    PUT_GRANTS_IN_FORCE = "put_grants_in_force"
    CALL_OFF_GRANTS = "call_off_grants"
    CHANGE_RULES = "change_rules"
    CLOSE_CASE = "close_case"
    CHANGE_EXPORT_LIMITS = "change_export_limits"
    RELEASE_VIEWING_RECORD = "release_viewing_record"
    PURGE_TRAIL = "purge_trail"

    @property
    def label(self) -> str:
        """The act in words."""
        return _KINDS[self]


class ApprovalState(StrEnum):
    """How far it is. All but the first are for ever."""

    PROPOSED = "proposed"
    CARRIED_OUT = "carried_out"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"

    @property
    def label(self) -> str:
        """The state in words."""
        return _STATES[self]

    @property
    def over(self) -> bool:
        """Whether nothing can be decided any more."""
        return self is not ApprovalState.PROPOSED


_KINDS = {
    ApprovalKind.RESET_SECOND_FACTOR: "確認用の端末のリセット",
    ApprovalKind.RELEASE_ACCOUNT: "アカウントの停止の解除",
    ApprovalKind.STOP_WATCHER: "管理・監査の担当者の停止",
    ApprovalKind.RELEASE_WATCHER: "管理・監査の担当者の停止の解除",
    ApprovalKind.OPEN_UNIT: "閲覧する部門への異動",
    ApprovalKind.MOVE_LAST_DAY: "管理・監査の担当者の利用の最終日の変更",
    ApprovalKind.REGISTER_ORGANISATIONS: "組織の登録",
    ApprovalKind.CHANGE_SCOPE: "組織の登録内容の変更",
    ApprovalKind.CLOSE_ORGANISATION: "組織の登録の終了",
    ApprovalKind.LIFT_BAR: "組織の利用停止の解除",
    ApprovalKind.STRIKE_OFF_ORGANISATION: "組織の全アカウントの抹消",
    ApprovalKind.LIFT_KIND_STOP: "緊急停止の解除",
    ApprovalKind.PUBLISH_TEXT: "規約・方針・同意文の公開",
    ApprovalKind.CALL_OFF_TEXT: "施行前の規約・方針・同意文の取りやめ",
    ApprovalKind.PUT_GRANTS_IN_FORCE: "閲覧権限の新しい版",
    ApprovalKind.CALL_OFF_GRANTS: "発効前の版の取りやめ",
    ApprovalKind.CHANGE_RULES: "監視の規則の新しい版",
    ApprovalKind.CLOSE_CASE: "自組織についての検知の案件の終了",
    ApprovalKind.CHANGE_EXPORT_LIMITS: "書き出しの上限の変更",
    ApprovalKind.RELEASE_VIEWING_RECORD: "閲覧の記録の書面での開示",
    ApprovalKind.PURGE_TRAIL: "古い証跡の廃棄の許可",
}
_STATES = {
    ApprovalState.PROPOSED: "承認待ち",
    ApprovalState.CARRIED_OUT: "承認・実施済み",
    ApprovalState.DECLINED: "不承認",
    ApprovalState.WITHDRAWN: "取下げ",
    ApprovalState.EXPIRED: "期限切れ",
}


_WAITING = text("state = 'proposed'")


class Approval(Base):
    """One act that waits for, or has had, its second person.

    ``subject`` names what it is about (``account:12``, ``organisation:3``, ``kind:grid_operator``); ``payload`` is what
    the act needs to be carried out, plain values. ``why`` is the second person's reason for declining, or the first
    one's for withdrawing.
    """

    __tablename__ = "approvals"
    __table_args__ = (
        Index("uq_approvals_waiting", "kind", "subject", unique=True, sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind_code: Mapped[str] = mapped_column("kind", String(40))
    subject: Mapped[str] = mapped_column(String(100), index=True)
    payload: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    state_code: Mapped[str] = mapped_column("state", String(20), index=True)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    proposed_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    proposer: Mapped[Account] = relationship(foreign_keys=[proposed_by])
    decider: Mapped[Account | None] = relationship(foreign_keys=[decided_by])

    @property
    def kind(self) -> ApprovalKind:
        """What is to be done, as a member of the closed set."""
        return ApprovalKind(self.kind_code)

    @property
    def state(self) -> ApprovalState:
        """The state as it is stored."""
        return ApprovalState(self.state_code)

    def state_at(self, now: datetime) -> ApprovalState:
        """The state by the clock: it expires whether anybody tidies or not."""
        over = self.state is ApprovalState.PROPOSED and now >= self.expires_at
        return ApprovalState.EXPIRED if over else self.state

    @property
    def subject_id(self) -> int:
        """The number in ``subject``."""
        return int(self.subject.rpartition(":")[2])


def find_approval(session: Session, number: int) -> Approval:
    """The approval with this number, as it stands now. Raises ``NotFound``."""
    chosen = select(Approval).where(Approval.id == number).execution_options(populate_existing=True)
    found = session.scalar(chosen)
    if found is None:
        raise NotFound
    return found


def hold_approval(session: Session, number: int) -> Approval:
    """The approval as it is now, held until the end of the transaction. Raises ``NotFound``."""
    begin_writing(session)
    chosen = select(Approval).where(Approval.id == number).with_for_update(of=Approval)
    found = session.scalar(chosen.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found
