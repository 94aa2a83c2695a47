"""Editions of the rules (版): the thresholds alerts are raised by, each complete, none ever changed (policy §2)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.db import Base


class RuleEdition(Base):
    """One edition. Before the first, the rules shipped with the product are in force, as number 0.

    ``document`` is the rule book (``models.detection.rulebook``); ``sha256`` its digest. Nobody removes or changes one:
    the database refuses.
    """

    __tablename__ = "rule_editions"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime]
    proposed_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    approved_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))


def newest_edition(session: Session) -> RuleEdition | None:
    """The edition in force; ``None`` while none was ever made."""
    return session.scalar(select(RuleEdition).order_by(RuleEdition.number.desc()).limit(1))
