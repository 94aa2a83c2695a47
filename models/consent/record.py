"""The record of a consent: who agreed to which words, when, from where, with which boxes (M15)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base


class Consent(Base):
    """One consent of one person. Never changed nor deleted.

    ``occasion`` is what it holds for: ``session:45`` where each start of use is asked (grid companies), ``account:12``
    where once per version is enough. One consent per occasion and versions, however often the button is pressed.
    ``terms_version`` and ``privacy_version`` are those of the terms and the policy that were in force with the six
    items; empty in a consent of before they were kept.
    """

    __tablename__ = "consents"
    __table_args__ = (UniqueConstraint("occasion", "kind", "version", "terms_version", "privacy_version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    occasion: Mapped[str] = mapped_column(String(40))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    login_id: Mapped[str] = mapped_column(String(64))
    person_name: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[int]
    organisation: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(30))
    version: Mapped[str] = mapped_column(String(10))
    terms_version: Mapped[str] = mapped_column(String(10), default="", server_default="")
    privacy_version: Mapped[str] = mapped_column(String(10), default="", server_default="")
    text_sha256: Mapped[str] = mapped_column(String(64))
    boxes: Mapped[list[Any]]
    given_at: Mapped[datetime]
    address: Mapped[str] = mapped_column(String(64))
    session_id: Mapped[int] = mapped_column(ForeignKey("sign_in_sessions.id"))
