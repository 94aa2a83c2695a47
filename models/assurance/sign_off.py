"""Signatures under what is filed: the system manager's, then the owner's, each over exactly these bytes (M3, M11)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.accounts.who import LONGEST_WHO, who_is
from models.db import Base, insert_or
from models.errors import Conflict, Forbidden

LONGEST_REMARK = 2_000


class Capacity(StrEnum):
    """As what somebody signs."""

    CONTRACTOR = "contractor"
    OWNER = "owner"

    @property
    def label(self) -> str:
        """The capacity in words."""
        return "システム管理者（委託先）" if self is Capacity.CONTRACTOR else "保有者"


_BY_PERMISSION: Mapping[Permission, Capacity] = {
    Permission.REPORT_DRAFT: Capacity.CONTRACTOR,
    Permission.REPORT_SIGN: Capacity.OWNER,
}


class SignOff(Base):
    """One signature. ``subject`` names the paper (``monthly-report:3``, ``inspection-run:5``), ``sha256`` its bytes.

    ``who`` is kept as it read then. One signature for each capacity, never changed.
    """

    __tablename__ = "sign_offs"
    __table_args__ = (UniqueConstraint("subject", "capacity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(60))
    capacity_code: Mapped[str] = mapped_column("capacity", String(20))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    who: Mapped[str] = mapped_column(String(LONGEST_WHO))
    remark: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]

    @property
    def capacity(self) -> Capacity:
        """As what it was signed, as a member of the closed set."""
        return Capacity(self.capacity_code)


def capacity_of(viewer: Viewer) -> Capacity | None:
    """As what the viewer may sign; None for whoever may not."""
    return next((capacity for needed, capacity in _BY_PERMISSION.items() if needed in viewer.permissions), None)


def signatures(session: Session, subject: str) -> Sequence[SignOff]:
    """The signatures under a paper, in their order."""
    return session.scalars(select(SignOff).where(SignOff.subject == subject).order_by(SignOff.id)).all()


def sign(session: Session, viewer: Viewer, subject: str, sha256: str, remark: str) -> Capacity:
    """Put the viewer's signature under a paper. The event that tells of it is the caller's.

    Raises ``Forbidden`` (not theirs to sign), ``Conflict`` (signed already, or by the same person in both capacities).
    """
    capacity = capacity_of(viewer)
    if capacity is None:
        raise Forbidden("署名できるのは、システム管理者と保有者担当です。")
    signed = signatures(session, subject)
    if any(one.account_id == viewer.account_id for one in signed):
        raise Conflict("一人で二つの立場の署名はできません。")
    if any(one.capacity is capacity for one in signed):
        raise Conflict(f"{capacity.label}の署名は、すでにあります。")
    person = session.get_one(Account, viewer.account_id)
    table = SignOff.__table__
    values: dict[str, Any] = {
        "subject": subject,
        "capacity": capacity.value,
        "account_id": person.id,
        "who": who_is(person),
        "remark": remark,
        "sha256": sha256,
        "at": clock.now(),
    }
    statement = insert_or(session, SignOff).values({table.c[name]: value for name, value in values.items()})
    made = session.execute(statement.on_conflict_do_nothing().returning(SignOff.id)).first()
    if made is None:  # PostgreSQL: at the same moment
        raise Conflict(f"{capacity.label}の署名は、すでにあります。")
    return capacity
