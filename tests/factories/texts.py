"""Versions of texts as the table holds them, put there past the officers' forms."""

from datetime import date

from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account
from models.legal.published_texts import TextVersion
from models.publishing.documents import document_named
from models.publishing.words import Words


def publish(
    session: Session,
    by: Account,
    name: str,
    version: date,
    *,
    words: Words | None = None,
    changes: tuple[str, ...] = ("見直しました。",),
    sha256: str = "",
    draft: bool = False,
) -> TextVersion:
    """A published version, or a draft; with the words of the newest one unless others are given."""
    document = document_named(name)
    words = words or document.versions(session)[-1].words
    row = TextVersion(
        document=name,
        version=version,
        content=document.content(words),
        changes=list(changes),
        sha256=sha256 or document.sha256(words),
        revision=1,
        drafted_by=by.id,
        drafted_at=clock.now(),
        changed_by=by.id,
        changed_at=clock.now(),
        approved_by=None if draft else by.id,
        published_at=None if draft else clock.now(),
    )
    session.add(row)
    session.flush()
    return row
