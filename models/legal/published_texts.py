"""Texts published on a running deployment: a version is a draft, then published, then never changed again (M14, M15).

They stand beside the versions that the product ships as files; readers see both, merged by date (``documents``,
``models.consent.texts``). A text is named by its words' digest, so whoever has read one may keep it for good.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, and_, bindparam, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.accounts.account import Account
from models.db import Base
from models.legal.dated import NoSuchText

_OPEN, _KEPT = text("published_at IS NULL"), text("published_at IS NOT NULL")


class TextVersion(Base):
    """One version of one document, from its draft on.

    ``document`` is ``terms``, ``privacy`` or ``consent:<kind>``; ``version`` the day it comes into force, in Japan.
    ``content`` has the form of the shipped files: ``title`` and ``articles``, or ``items``. ``sha256`` is the digest of
    the words as written, placeholders unfilled. ``revision`` counts the times it was saved. ``approval_id`` is the
    approval it was last laid before (no foreign key: approvals stand above). Once ``published_at`` is set, the database
    itself refuses to change or remove the row (``guards``).
    """

    __tablename__ = "text_versions"
    __table_args__ = (
        Index("uq_text_versions_draft", "document", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(
            "uq_text_versions_published",
            "document",
            "version",
            unique=True,
            sqlite_where=_KEPT,
            postgresql_where=_KEPT,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(String(40))
    version: Mapped[date | None]
    content: Mapped[dict[str, Any]]
    changes: Mapped[list[Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int]
    drafted_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    drafted_at: Mapped[datetime]
    changed_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    changed_at: Mapped[datetime]
    approval_id: Mapped[int | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    published_at: Mapped[datetime | None]
    changer: Mapped[Account] = relationship(foreign_keys=[changed_by])


class CalledOffText(Base):
    """A published version given up before its day: it never comes into force, and its day is no other version's."""

    __tablename__ = "text_versions_called_off"

    text: Mapped[int] = mapped_column(ForeignKey("text_versions.id"), primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    proposed_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    approved_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))


STANDS = and_(TextVersion.published_at.is_not(None), TextVersion.id.not_in(select(CalledOffText.text)))
"""Of a version: published, and not called off."""


@dataclass(frozen=True, slots=True)
class PublishedText:
    """What is known of a published version without reading its words."""

    document: str
    version: date
    sha256: str
    changes: tuple[str, ...]


# Every request asks for these: made once, they are compiled once.
_PUBLISHED = (
    select(TextVersion.document, TextVersion.version, TextVersion.sha256, TextVersion.changes)
    .where(
        TextVersion.document.in_(bindparam("documents", expanding=True)),
        TextVersion.version > bindparam("after"),
        STANDS,
    )
    .order_by(TextVersion.version, TextVersion.document)
)
_NEWEST = (
    select(TextVersion.document, func.max(TextVersion.version))
    .where(
        TextVersion.document.in_([bindparam("one"), bindparam("two"), bindparam("three")]),
        TextVersion.version <= bindparam("on"),
        STANDS,
    )
    .group_by(TextVersion.document)
)


def published(session: Session, documents: Iterable[str], after: date = date.min) -> Sequence[PublishedText]:
    """The published versions of these documents that come into force after a day, in their order."""
    found = session.execute(_PUBLISHED, {"documents": list(documents), "after": after})
    return [PublishedText(document, version, sha256, tuple(told)) for document, version, sha256, told in found]


def days_called_off(session: Session, document: str) -> frozenset[date]:
    """The days of the document's versions that were called off."""
    chosen = select(TextVersion.version).join(CalledOffText, CalledOffText.text == TextVersion.id)
    return frozenset(filter(None, session.scalars(chosen.where(TextVersion.document == document))))


def newest_versions(session: Session, documents: tuple[str, str, str], on: date) -> dict[str, date]:
    """Of the three documents somebody is asked, the newest published versions that are in force on this day, if any."""
    one, two, three = documents
    found = session.connection().execute(_NEWEST, {"one": one, "two": two, "three": three, "on": on})
    return {document: version for document, version in found if version}


def content_of(session: Session, known: PublishedText) -> dict[str, Any]:
    """The words of a published version, in the form of the files."""
    chosen = select(TextVersion.content).where(
        TextVersion.document == known.document,
        TextVersion.version == known.version,
        STANDS,
    )
    content: dict[str, Any] | None = session.scalar(chosen)
    if content is None:
        raise NoSuchText(f"there is no version {known.version.isoformat()} of {known.document!r}")
    return content
