"""An account: one person, in one organisation (and unit), with one role (M4)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint, false
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from models import clock
from models.accounts.login_ids import skeleton
from models.db import Base
from models.organisations.organisation import Organisation


class AccountState(StrEnum):
    """Where an account stands in its life (発行済 → 利用中 → 停止 → 抹消)."""

    ISSUED = "issued"
    ACTIVE = "active"
    STOPPED = "stopped"
    STRUCK_OFF = "struck_off"

    @property
    def label(self) -> str:
        """The state in words."""
        return _STATE_LABELS[self]


class Role(StrEnum):
    """What a person is in their organisation. Pages never ask for a role, but for a permission it carries."""

    MEMBER = "member"
    RESPONSIBLE_PERSON = "responsible_person"
    SYSTEM_MANAGER = "system_manager"
    OWNER_OFFICER = "owner_officer"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        """The role's name in Japanese."""
        return _ROLE_LABELS[self]


_STATE_LABELS = {
    AccountState.ISSUED: "発行済み",
    AccountState.ACTIVE: "利用中",
    AccountState.STOPPED: "停止",
    AccountState.STRUCK_OFF: "抹消",
}
_ROLE_LABELS = {
    Role.MEMBER: "利用者",
    Role.RESPONSIBLE_PERSON: "システム利用責任者",
    Role.SYSTEM_MANAGER: "システム管理者",
    Role.OWNER_OFFICER: "保有者担当",
    Role.AUDITOR: "外部監査人",
}


def _skeleton_of_id(context: DefaultExecutionContext) -> str:
    parameters: dict[str, str] = context.get_current_parameters()  # type: ignore[no-untyped-call]
    return skeleton(parameters["folded_id"])


class Account(Base):
    """One person's account.

    ``login_id`` is as issued; ``folded_id`` is its NFKC + casefold form and unique for ever, so that no two IDs look
    alike and none is issued twice; ``skeleton`` does the same for characters that look alike (``1`` and ``l``).
    ``last_signed_in_at`` is the last full sign-in (password, code and consent rung reached), from which dormancy
    counts; before the first it counts from ``issued_at``, and after a release, of the account or of its whole
    organisation or kind, from ``released_at`` (M7). ``telephone`` is the emergency number of a responsible person
    (M6). ``roll_call_due_at`` is when an unanswered roll-call stops the account; nothing while none is open for it.
    ``stopped_alone_by`` is the officer who stopped one of those who watch, until a second person confirms it;
    ``stopped_at_console`` says the same of a stop that the server's administrator made, who is no account.
    ``starts_on`` and ``ends_on`` are the first and the last day of use in Japan, for whom there is one: an external
    auditor's account ends by itself (M13).
    ``cut_off_on`` is the first day on which their whole organisation or kind was last cut off: no course that fell due
    from then on is due before ``nothing_due_before`` (``models.people.time_given_back``).
    ``role_since`` is when the present role was given, ``None`` while it is the one the account was issued with: a new
    role brings new training (M17).
    """

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("folded_id"), UniqueConstraint("skeleton"))

    id: Mapped[int] = mapped_column(primary_key=True)
    login_id: Mapped[str] = mapped_column(String(64))
    folded_id: Mapped[str] = mapped_column(String(64))
    skeleton: Mapped[str] = mapped_column(String(64), default=_skeleton_of_id)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    unit: Mapped[str] = mapped_column(String(200), default="")
    role_code: Mapped[str] = mapped_column("role", String(30))
    role_since: Mapped[datetime | None]
    person_name: Mapped[str] = mapped_column(String(200))
    department: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254))
    state_code: Mapped[str] = mapped_column("state", String(20), default=AccountState.ISSUED.value)
    stop_reason: Mapped[str] = mapped_column(String(40), default="")
    stopped_at: Mapped[datetime | None]
    stopped_alone_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    stopped_at_console: Mapped[bool] = mapped_column(default=False, server_default=false())
    struck_off_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    roll_call_due_at: Mapped[datetime | None]
    telephone: Mapped[str] = mapped_column(String(30), default="")
    duty: Mapped[str] = mapped_column(String(200), default="")
    cut_off_on: Mapped[date | None]
    nothing_due_before: Mapped[date | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_set_at: Mapped[datetime | None]
    issued_at: Mapped[datetime]
    last_signed_in_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    @property
    def state(self) -> AccountState:
        """The state, as a member of the closed set."""
        return AccountState(self.state_code)

    @property
    def role(self) -> Role:
        """The role, as a member of the closed set."""
        return Role(self.role_code)

    @property
    def stop_unconfirmed(self) -> bool:
        """Whether one person alone stopped the account, and nobody has stood behind it since."""
        return self.stopped_alone_by is not None or self.stopped_at_console

    @validates("role_code")
    def _note_new_role(self, _name: str, role: str) -> str:
        if self.role_code not in {None, role}:
            self.role_since = clock.now()
        return role
