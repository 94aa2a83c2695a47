"""What a kind of organisation is asked on a day: the six items, with the terms and the policy they say one has read.

A new version of any of the three is asked of everybody anew (M15).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models.consent.texts import ConsentText, document_of
from models.consent.texts import shipped as shipped_items
from models.legal.dated import digest, newest_version
from models.legal.documents import DocumentName, LegalDocument
from models.legal.documents import shipped as shipped_document
from models.legal.published_texts import newest_versions, published
from models.organisations.kinds import OrganisationKind

ITEMS_LABEL = "同意事項"


@dataclass(frozen=True, slots=True)
class AskedVersions:
    """The three versions that are in force together, each by the day it began."""

    kind: str
    items: date
    terms: date
    privacy: date

    @property
    def mark(self) -> str:
        """How a session keeps what was agreed to in it."""
        return f"{self.kind}:{self.items.isoformat()}:{self.terms.isoformat()}:{self.privacy.isoformat()}"

    def shown(self, items_sha256: str) -> str:
        """What the page carries of the words it showed, so that nobody agrees to others."""
        return digest([items_sha256, self.terms.isoformat(), self.privacy.isoformat()])


@dataclass(frozen=True, slots=True)
class Told:
    """What one version says of itself to the people it concerns. ``document`` is a name in ``published_texts``."""

    document: str
    label: str
    version: date
    changes: tuple[str, ...]


def versions_asked(session: Session, kind: str, on: date) -> AskedVersions:
    """The versions in force for a kind on this day in Japan: one statement, and no text is read.

    Raises ``NoSuchText`` for an unknown kind or too early a day.
    """
    kept = newest_versions(session, _documents(kind), on)
    items, terms, privacy = (
        newest_version(_shipped(document), kept.get(document), on) for document in _documents(kind)
    )
    return AskedVersions(kind, items, terms, privacy)


def texts_asked(session: Session, on: date) -> Mapping[OrganisationKind, tuple[AskedVersions, str]]:
    """What every kind is asked on this day: the versions, and the digest of the six items. One statement."""
    kinds = {kind: _documents(kind.value) for kind in OrganisationKind}
    begun: dict[str, dict[date, str]] = {name: {} for names in kinds.values() for name in names}
    for document, texts in begun.items():
        texts |= {text.version: text.sha256 for text in _shipped(document) if text.version <= on}
    for known in published(session, begun):
        if known.version <= on:
            begun[known.document][known.version] = known.sha256
    found = {}
    for kind, names in kinds.items():
        items, terms, privacy = (newest_version((), max(begun[name], default=None), on) for name in names)
        found[kind] = (AskedVersions(kind.value, items, terms, privacy), begun[names[0]][items])
    return found


def told_since(session: Session, accepted: AskedVersions, asked: AskedVersions) -> Sequence[Told]:
    """What the versions after the accepted ones say of themselves, newest first: someone may have missed several."""
    former, present = _by_document(accepted), _by_document(asked)
    told = _told(session, asked.kind, min(former.values()))
    return [one for one in reversed(told) if former[one.document] < one.version <= present[one.document]]


def told_ahead(session: Session, kind: str, today: date) -> Sequence[Told]:
    """What the versions that are yet to come into force for a kind say of themselves, the nearest first."""
    return _told(session, kind, today)


def _told(session: Session, kind: str, after: date) -> list[Told]:
    """Of the three documents of a kind, every version after a day."""
    found: dict[tuple[date, str], tuple[str, ...]] = {}
    for document in _documents(kind):
        found |= {(text.version, document): text.changes for text in _shipped(document) if text.version > after}
    for known in published(session, _documents(kind), after):
        found[known.version, known.document] = known.changes
    return [Told(document, _label(document), version, found[version, document]) for version, document in sorted(found)]


def _documents(kind: str) -> tuple[str, str, str]:
    return document_of(kind), DocumentName.TERMS.value, DocumentName.PRIVACY.value


def _by_document(versions: AskedVersions) -> dict[str, date]:
    return dict(zip(_documents(versions.kind), (versions.items, versions.terms, versions.privacy), strict=True))


def _shipped(document: str) -> Sequence[ConsentText | LegalDocument]:
    area, _, kind = document.partition(":")
    return shipped_items(kind) if kind else shipped_document(DocumentName(area), None)


def _label(document: str) -> str:
    return ITEMS_LABEL if ":" in document else DocumentName(document).label
